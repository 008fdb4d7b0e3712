import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Journal } from './journal.ts'
import {
  changeOf,
  createJournal,
  eachChange,
  noteRun,
  noteSeries,
  noteWord,
  toggleWords,
} from './journal.ts'

const WORDS = 64

const anyWrite = fc.record({
  index: fc.nat(WORDS - 1),
  count: fc.integer({ min: 1, max: 8 }),
  lo: fc.integer({ min: 0, max: 0xffffffff }),
  hi: fc.integer({ min: 0, max: 0xffffffff }),
  kind: fc.constantFrom('word', 'run', 'series'),
})
const anyHistory = fc.array(anyWrite, { maxLength: 40 })
type Write = typeof anyWrite extends fc.Arbitrary<infer T> ? T : never

function note(journal: Journal, { index, count, lo, hi, kind }: Write): void {
  const first = index & ~1
  const fits = Math.min(count, (WORDS - first) / 2)
  if (kind === 'run') noteRun(journal, first, fits, lo, hi)
  else if (kind === 'series') noteSeries(journal, first, fits, lo, hi)
  else if (lo !== 0) noteWord(journal, index, lo)
}

function recorded(history: readonly Write[]): { journal: Journal; marks: number[] } {
  const journal = createJournal()
  const marks = [0]
  for (const write of history) {
    note(journal, write)
    marks.push(journal.length)
  }
  return { journal, marks }
}

const start = () => Uint32Array.from({ length: WORDS }, (_, i) => Math.imul(i, 0x9e3779b9))

describe('the journal', () => {
  it('undoes what it did: toggling a span twice changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { journal } = recorded(history)
        const words = start()
        toggleWords(words, journal.words, 0, journal.length)
        toggleWords(words, journal.words, 0, journal.length)
        expect(words).toEqual(start())
      }),
      { seed: 1 },
    )
  })

  it('goes the same way in one stretch as in two', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (history, n) => {
        const { journal, marks } = recorded(history)
        const middle = marks[n % marks.length] as number
        const once = start()
        toggleWords(once, journal.words, 0, journal.length)
        const twice = start()
        toggleWords(twice, journal.words, middle, journal.length)
        toggleWords(twice, journal.words, 0, middle)
        expect(twice).toEqual(once)
      }),
      { seed: 2 },
    )
  })

  it('tells each change: applied one by one they make the whole, and each word’s sum is its total', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { journal } = recorded(history)
        const whole = start()
        toggleWords(whole, journal.words, 0, journal.length)
        const single = start()
        eachChange(journal.words, 0, journal.length, (index, xor) => {
          single[index] = (single[index] as number) ^ xor
        })
        expect(single).toEqual(whole)
        for (let i = 0; i < WORDS; i++) {
          const total = changeOf(journal.words, 0, journal.length, i)
          expect((start()[i] as number) ^ total).toBe((whole[i] as number) | 0)
        }
      }),
      { seed: 3, numRuns: 50 },
    )
  })

  it('counts frames on in a series', () => {
    const journal = createJournal()
    noteSeries(journal, 2, 3, 0xffffe067, 0x80000000)
    const words = new Uint32Array(10)
    toggleWords(words, journal.words, 0, journal.length)
    const hi = 0x80000000
    expect([...words]).toEqual([0, 0, 0xffffe067, hi, 0xfffff067, hi, 0x67, hi, 0, 0])
    expect(journal.length).toBe(4)
  })

  it('grows as far as it is needed', () => {
    const journal = createJournal()
    for (let i = 0; i < 5000; i++) noteWord(journal, i % WORDS, i + 1)
    expect(journal.length).toBe(10000)
    expect(journal.words.length).toBeGreaterThanOrEqual(10000)
  })
})
