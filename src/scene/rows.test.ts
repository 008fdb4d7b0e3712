import { describe, expect, it } from 'vitest'
import { tableWords } from '../machine/frames.ts'
import type { EntryRef, Pfn } from '../machine/units.ts'
import { A, D, frame, NX_HI, newMachine, P, pte, RW, table, UFFD_WP, US } from './fixtures.ts'
import { readerOf } from './memory.ts'
import type { TableContext } from './rows.ts'
import { tableRows, withRest } from './rows.ts'

const MAPPED = P | US | A | D

function tableOf(lines: readonly (readonly [number, number, number])[]): TableContext {
  const m = newMachine()
  const pfn = table(m, 1)
  const first = tableWords(m, pfn) as number as EntryRef
  const base = frame(m)
  for (const [from, count, bits] of lines) {
    for (let i = 0; i < count; i++) {
      m.setPte((first + 2 * (from + i)) as EntryRef, pte((base + from + i) as Pfn, bits, NX_HI))
    }
  }
  return {
    read: readerOf(m.words),
    mm: 0,
    table: pfn,
    level: 1,
    first,
    base: 0,
    active: null,
    selected: null,
    keep: new Set(),
    changes: new Map(),
    openRuns: new Set(),
    stale: new Map(),
    pageName: () => null,
    alike: 5,
    rows: 12,
  }
}

function shown(context: TableContext): string[] {
  return tableRows(context).map((row) => (row.kind === 'run' ? row.label : String(row.index)))
}

function at(context: TableContext, index: number): EntryRef {
  return (context.first + 2 * index) as EntryRef
}

describe('the rows of a table', () => {
  it('are one run while nothing is in it', () => {
    expect(shown(tableOf([]))).toEqual(['512 none'])
  })

  it('fold neighbours that are alike beyond a limit', () => {
    expect(shown(tableOf([[8, 12, MAPPED | RW]]))).toEqual([
      '8 none',
      '8',
      '9',
      '10',
      '11',
      '7 more alike',
      '19',
      '492 none',
    ])
  })

  it('do not fold what differs in one letter', () => {
    const context = tableOf([
      [0, 2, MAPPED | RW],
      [2, 1, MAPPED | UFFD_WP],
      [3, 2, MAPPED | RW],
    ])
    expect(shown(context)).toEqual(['0', '1', '2', '3', '4', '507 none'])
  })

  it('keep what is active, selected or meant elsewhere', () => {
    const context = tableOf([[0, 512, MAPPED | RW]])
    const rows = shown({ ...context, active: at(context, 300), selected: at(context, 200) })
    expect(rows).toEqual([
      '0',
      '1',
      '2',
      '3',
      '196 more alike',
      '200',
      '99 more alike',
      '300',
      '210 more alike',
      '511',
    ])
  })

  it('are never more than the cap', () => {
    const lines = Array.from({ length: 100 }, (_, i) => [i * 2, 1, MAPPED | RW] as const)
    const context = tableOf(lines)
    const rows = tableRows({ ...context, active: at(context, 100), rows: 5 })
    expect(
      rows.filter((row) => row.kind === 'entry').map((row) => 'index' in row && row.index),
    ).toEqual([96, 98, 100, 102, 104])
    expect(shown({ ...context, active: at(context, 100), rows: 5 })[0]).toBe('95 more')
  })

  it('open a run on demand, 32 entries at a time, and selecting in it does not close it', () => {
    const context = tableOf([])
    const id = tableRows(context)[0]?.id ?? ''
    const open = { ...context, openRuns: new Set([id]) }
    expect(shown(open).slice(0, 3)).toEqual(['512 none', '0', '1'])
    expect(shown(open).at(-1)).toBe('480 none')
    expect(shown({ ...open, selected: at(context, 7) })).toEqual(shown(open))
  })

  it('stand together in one row where there is little room', () => {
    const context = { ...tableOf([[4, 4, MAPPED | RW]]), rows: 3, active: null }
    const rows = withRest(context, tableRows(context))
    expect(
      rows.map((row) => (row.kind === 'run' ? `${row.label}, ${row.side}` : row.index)),
    ).toEqual([4, 5, 6, '1 more alike, 508 none'.replace(' alike', '')])
  })
})
