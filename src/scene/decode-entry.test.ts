import { describe, expect, it } from 'vitest'
import type { Pte } from '../machine/entry.ts'
import type { Level } from '../machine/units.ts'
import { decodeEntry } from './decode-entry.ts'

function entry(hex: string): Pte {
  return { hi: Number.parseInt(hex.slice(0, 8), 16), lo: Number.parseInt(hex.slice(8), 16) }
}

const CASES: readonly [string, Level, string, string][] = [
  ['0000000000000000', 1, 'none', ''],
  ['0000000000000060', 1, 'none', ''],
  ['800000001a20d867', 1, 'writable 1a20d', 'W·AD'],
  ['800000001a20dc65', 1, 'uffd-wp 1a20d', '·UAD'],
  ['800000001a20d865', 1, 'read-only 1a20d', '··AD'],
  ['840000001a20d825', 1, 'read-only 1a20d', '··Ad'],
  ['8000000001000225', 1, 'read-only 1000 zero', '··A·'],
  ['000000001a206067', 2, 'table 1a206', ''],
  ['800000001a4000e7', 2, 'writable 1a400 2M', 'W·AD'],
  ['000fffffe5df2960', 1, 'no-access 1a20d', '··AD'],
  ['f7fffffffffffc00', 1, 'marker uffd-wp 30:1', ''],
  ['fffffffffffffc00', 1, 'marker uffd-wp 31:1', ''],
  ['fffffffffffff600', 1, 'marker 31:4', ''],
  ['07fffffffffff400', 1, 'swap 0:5', ''],
  ['07fffffffffff404', 1, 'swap uffd-wp 0:5', ''],
]

describe('an entry', () => {
  it.each(CASES)('0x%s at level %i is %s', (hex, level, words, letters) => {
    const info = decodeEntry(entry(hex), level)
    const said = [
      info.state,
      info.pfn === null ? '' : info.pfn.toString(16),
      info.huge ? '2M' : '',
      info.zero ? 'zero' : '',
      info.uffdWp && info.letters === null ? 'uffd-wp' : '',
      info.swap === null ? '' : `${info.swap.type}:${info.swap.offset}`,
    ]
    expect(said.filter(Boolean).join(' ')).toBe(words)
    expect(info.letters?.join('') ?? '').toBe(letters)
  })
})
