import { describe, expect, test } from 'vitest'
import type { Exercise } from './exercises.ts'
import { exercisesOf, MOST_EXERCISES } from './exercises.ts'
import { prepare } from './run-text.ts'

const SEEDS = Array.from({ length: 12 }, (_, i) => `seed-${i}`)

test('the same seed makes the same sheet, another seed another', () => {
  expect(exercisesOf('mm', 8)).toEqual(exercisesOf('mm', 8))
  expect(exercisesOf('mm', 8)).not.toEqual(exercisesOf('mn', 8))
})

test('a longer sheet begins with the shorter one', () => {
  expect(exercisesOf('mm', 16).slice(0, 8)).toEqual(exercisesOf('mm', 8))
})

test('a sheet has as many problems as are asked for, within reason', () => {
  expect(exercisesOf('mm', 0)).toHaveLength(1)
  expect(exercisesOf('mm', 1e9)).toHaveLength(MOST_EXERCISES)
})

test('the sheet of a seed that has been given out stays what it was', () => {
  const first = exercisesOf('1', 4)
  expect(first.map(({ question, answer }) => [question, answer])).toMatchInlineSnapshot(`
    [
      [
        "Which entry of each table does the address 0x2a1bb697c950 use, and what is its offset in the page?",
        "PGD 84, PUD 110, PMD 436, PTE 380, offset 0x950",
      ],
      [
        "What is main’s entry for A[1] after line 7? Give P, RW, A, D and UFFD_WP.",
        "P 1, RW 0, A 1, D 0, UFFD_WP 1",
      ],
      [
        "Does the write in line 7 go through, or does it wait for the monitor?",
        "It goes through.",
      ],
      [
        "How many frames hold pages of A after line 5, in all processes together? Do not count the zero page.",
        "1 frame (2 entries map something)",
      ],
    ]
  `)
})

describe.each(SEEDS)('of %s', (seed) => {
  test('each problem runs, and nobody waits before its last line', () => {
    for (const { text, kind } of exercisesOf(seed, 8)) {
      const prepared = prepare(text)
      if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
      const ends = prepared.operations.map((line) => prepared.sim.run(line).ends[0]?.outcome)
      const early = kind === 'blocked' ? ends.slice(0, -1) : ends
      expect(early.every((end) => end === 'ok')).toBe(true)
    }
  })
})

test('both answers come up where there are two', () => {
  const writes = SEEDS.flatMap((seed) => exercisesOf(seed, 8)).filter(
    ({ kind }: Exercise) => kind === 'blocked',
  )
  expect(new Set(writes.map(({ answer }) => answer)).size).toBe(2)
})
