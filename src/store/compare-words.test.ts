import { expect, it } from 'vitest'
import { differenceRows, sideWords } from './compare-words.ts'
import type { DivergenceInfo, SideInfo } from './desk-types.ts'

const kernel = (name: string): SideInfo => ({ name, is: 'kernel', sees: null })
const recording: SideInfo = {
  name: 'x.jsonl',
  is: 'recording',
  sees: { raw: true, tables: true, calls: false },
}

it('calls sides by what tells them apart', () => {
  const cases: readonly [SideInfo, SideInfo, string][] = [
    [kernel('v6.1'), kernel('v6.1 -wp-none-pte'), 'with without'],
    [kernel('v6.1 -wp-none-pte'), kernel('v6.1'), 'without with'],
    [kernel('v5.10'), kernel('v5.10 +flush-before-cow'), 'without with'],
    [kernel('v6.1 -a +b'), kernel('v6.1 -a'), 'with without'],
    [kernel('v6.1 -a'), kernel('v6.1 -b'), 'left right'],
    [kernel('v6.1'), kernel('v5.12 -a'), 'v6.1 v5.12'],
    [kernel('v6.1'), kernel('v6.1'), 'left right'],
    [kernel('6.12.107'), recording, 'model recording'],
    [recording, recording, 'left right'],
  ]
  for (const [a, b, words] of cases) expect(sideWords({ a, b }).join(' ')).toBe(words)
})

function divergence(part: Partial<DivergenceInfo>): DivergenceInfo {
  return {
    index: 0,
    statement: 3,
    line: 9,
    text: 'wp A[3]',
    kind: 'entry',
    place: { process: 'main', region: 'A', first: 3, count: 1 },
    actor: null,
    a: '',
    b: '',
    bits: [],
    follows: null,
    isState: true,
    ...part,
  }
}

const words = (own: readonly DivergenceInfo[]): string[] =>
  differenceRows(own).map(({ name, a, b }) => `${name}: ${a} | ${b}`)

it('puts tables that one side lacks into one row', () => {
  const table = (a: string, b: string) => divergence({ kind: 'tables', a, b })
  const own = [table('PUD table', 'no PUD table'), table('PTE table', 'no PTE table')]
  expect(words(own)).toEqual(['tables: PUD, PTE | none'])
  expect(words(own.slice(1))).toEqual(['tables: PTE table | no PTE table'])
  expect(words([...own, table('no PMD table', 'PMD table')])).toHaveLength(3)
})

it('gives each bit a row of its own', () => {
  const bits = divergence({
    a: 'UFFD_WP set, RW clear',
    b: 'UFFD_WP clear, RW set',
    bits: ['UFFD_WP', 'RW'],
  })
  expect(words([bits])).toEqual(['A[3] UW: 1 | 0', 'A[3] RW: 0 | 1'])
  expect(words([divergence({ a: 'marker', b: 'none' })])).toEqual(['A[3]: marker | none'])
})

it('names what belongs to an actor', () => {
  const state = divergence({ kind: 'actors', place: null, actor: 'main', a: 'blocked', b: 'idle' })
  expect(words([state])).toEqual(['main state: blocked | idle'])
})
