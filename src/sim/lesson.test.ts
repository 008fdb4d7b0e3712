import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AskLine } from '../lang/ast.ts'
import type { Consequence, Question } from './lesson.ts'
import { consequenceOf as consequenceWith, questionsOf } from './lesson.ts'
import { prepare } from './run-text.ts'

const FOLDER = new URL('../scenarios/lessons/', import.meta.url)
const LESSONS = readdirSync(FOLDER).filter((name) => name.endsWith('.uffd'))

function source(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}

function questions(text: string): Question[] {
  const prepared = prepare(text)
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  for (const operation of prepared.operations) prepared.sim.run(operation)
  const asks = prepared.text.scenario.lines.filter((l): l is AskLine => l.kind === 'ask')
  return questionsOf(prepared.sim, asks, prepared.operations)
}

function consequenceOf(text: string, line: number, claimed: Record<string, string>): Consequence {
  return consequenceWith(text, line, claimed, () => ({ pages: [], waiting: [], unread: null }))
}

function answers(text: string): string[] {
  return questions(text).map((q) => q.answers.map((a) => `${a.asked} ${a.after}`).join(', '))
}

describe('the course', () => {
  test('has nine lessons', () => expect(LESSONS).toHaveLength(9))

  test.each(LESSONS)('%s asks at least two things, each about an operation', (name) => {
    const text = source(name)
    const asks = text.split('\n').filter((line) => line.startsWith('ask')).length
    expect(asks).toBeGreaterThanOrEqual(2)
    expect(questions(text)).toHaveLength(asks)
  })

  test.each(LESSONS)('%s runs without a statement that its actor cannot make', (name) => {
    const prepared = prepare(source(name))
    if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
    const ends = prepared.operations.map(
      (operation) => prepared.sim.run(operation).ends[0]?.outcome,
    )
    expect(ends.filter((end) => end !== 'ok' && end !== 'blocked')).toEqual([])
  })
})

test('the answers of the four steps are what the kernel does', () => {
  expect(answers(source('7-four-steps.uffd'))).toEqual([
    'RW 0, UFFD_WP 1',
    'OUTCOME blocked',
    'RW 0, UFFD_WP 0',
    'RW 1, UFFD_WP 0',
  ])
})

test('the answers about markers are what the kernel does', () => {
  expect(answers(source('9-prepopulate.uffd'))).toEqual([
    'KIND marker',
    'KIND none',
    'OUTCOME blocked, UFFD_WP 1',
    'KIND marker',
    'RW 1, UFFD_WP 0',
  ])
})

test('without pre-population the call of lesson nine answers ok and protects nothing', () => {
  const text = source('9-prepopulate.uffd').replace(
    'kernel v6.1',
    'kernel v6.1 -wp-none-pte.prepopulate',
  )
  expect(answers(text).slice(0, 3)).toEqual(['KIND none', 'KIND none', 'OUTCOME ok, UFFD_WP 0'])
})

test('a write bit claimed after the resolve leads to the child reading what main wrote', () => {
  const text = source('7-four-steps.uffd')
  const line = questions(text)[2]?.line as number
  expect(consequenceOf(text, line, { RW: '1' }).parts).toMatchObject({
    text: 'C: read A[0]',
    really: 'ok, reads 1',
    claimed: 'ok, reads 2',
  })
})

test('a marker claimed away leads to a write that nobody is told of', () => {
  const text = source('9-prepopulate.uffd')
  const line = questions(text)[0]?.line as number
  expect(consequenceOf(text, line, { KIND: 'none' }).parts).toMatchObject({
    really: 'blocked',
    claimed: 'ok',
  })
})

test('a right answer leads nowhere else', () => {
  const text = source('7-four-steps.uffd')
  const line = questions(text)[2]?.line as number
  expect(consequenceOf(text, line, { RW: '0' }).parts).toBeNull()
})
