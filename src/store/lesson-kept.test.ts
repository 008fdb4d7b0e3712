import { expect, test } from 'vitest'
import { isTold } from './lesson-notes.ts'
import { nextLesson, progressOf } from './lesson-progress.ts'

test('progress that makes no sense is as if it were not there', () => {
  expect(progressOf(null)).toEqual({})
  expect(progressOf('x')).toEqual({})
  expect(
    progressOf({
      1: { slide: 3, done: true },
      2: { slide: -1 },
      3: null,
      x: { slide: 1 },
      4: { slide: 2 },
    }),
  ).toEqual({ 1: { slide: 3, done: true }, 4: { slide: 2, done: false } })
})

test('one goes on with the first lesson that is not done, and after the last with the first', () => {
  const done = { slide: 9, done: true }
  expect(nextLesson({}, 9)).toBe(1)
  expect(nextLesson({ 1: done, 2: { slide: 1, done: false }, 3: done }, 9)).toBe(2)
  expect(nextLesson({ 1: done, 2: done }, 2)).toBe(1)
})

test('the notes’ window takes nothing but what a lecture tells', () => {
  const told = {
    title: 'T',
    place: '',
    kind: 'note',
    shown: '',
    notes: ['a'],
    answer: '',
    next: '',
  }
  expect(isTold(told)).toBe(true)
  for (const other of [
    null,
    'hello',
    { ...told, notes: [1] },
    { ...told, kind: 'x' },
    { title: 'T' },
  ]) {
    expect(isTold(other)).toBe(false)
  }
})
