import { describe, expect, it } from 'vitest'
import { RW } from '../machine/entry.ts'
import { fill } from '../machine/tlb.ts'
import type { EntryRef, Pfn } from '../machine/units.ts'
import { entryBits } from './entry-bits.ts'
import { cowMoment, prepopulateMoment, pte } from './fixtures.ts'
import type { InspectorInput } from './inspector-model.ts'
import { bitLife, bitLine, inspectorModel, lifeLines } from './inspector-model.ts'
import { readerOf } from './memory.ts'

function inputOf(
  { m, view, run, changes }: ReturnType<typeof cowMoment>,
  vpn: number,
): InspectorInput {
  return {
    read: readerOf(m.words),
    view,
    run,
    step: run.steps,
    place: { mm: view.mms[0]?.id ?? 0, vpn, level: 1 },
    changes: new Map(changes.map((change) => [change.entry, change])),
  }
}

describe('the bits of an entry', () => {
  const moment = cowMoment()
  const { entry } = inspectorModel(inputOf(moment, 0x1000c0a07))

  it('are named, and the changed one is marked', () => {
    expect(entry?.title).toBe('PTE 7')
    expect(entry?.bits.cells.map((cell) => `${cell.name}${cell.now}`).join(' ')).toBe(
      'SD1 UW0 SP0 G0 PT0 D1 A1 CD0 WT0 US1 RW0 P1',
    )
    expect(entry?.bits.cells.filter((cell) => cell.isChanged).map((cell) => cell.bit)).toEqual([10])
  })

  it('mark the one digit that differs', () => {
    const marked = (runs: readonly { text: string; isChanged: boolean }[] | null | undefined) =>
      runs?.filter((run) => run.isChanged).map((run) => run.text)
    expect([marked(entry?.bits.before), marked(entry?.bits.now)]).toEqual([['c'], ['8']])
  })

  it('of a marker are a type and an offset', () => {
    const pre = prepopulateMoment()
    const marker = inspectorModel(inputOf(pre, 0x100000003)).entry
    expect(marker?.stateWord).toBe('pte marker')
    expect(marker?.bits.fields.map((field) => field.value)).toEqual(['30', '1 = UFFD_WP', '0'])
    expect(marker?.bits.note).toBe('o0 = 0: offset bit 0 is set, stored inverted')
    expect(marker?.bits.before?.some((run) => run.isChanged)).toBe(false)
  })

  it('say when the dirty bit is kept aside', () => {
    const bits = entryBits(pte(0x1a20d as Pfn, 0x25, 0x84000000), null, 1)
    expect(bits.fields.map((field) => field.value)).toEqual(['1', '0', '58 = SVD', '0x1a20d'])
  })
})

describe('translation caches', () => {
  it('are listed by CPU, for the region that is looked at', () => {
    const { tlb } = inspectorModel(inputOf(cowMoment(), 0x1000c0a07))
    expect(tlb.title).toBe('TLB entries for A')
    expect(tlb.note).toBe('no flush needed')
    expect(
      tlb.cpus.map(({ cpu, lines }) => [cpu, lines.map((l) => `${l.vpn} ${l.letter}`)]),
    ).toEqual([
      [0, ['c0a05 W']],
      [1, []],
    ])
  })

  it('are stale while they allow what the tables do not', () => {
    const moment = cowMoment()
    const entry = moment.changes[0]?.entry
    if (entry === undefined) throw new Error('no entry')
    const now = moment.m.getPte(entry)
    fill(moment.m, 1, 0, 0x1000c0a07, { lo: now.lo | RW, hi: now.hi })
    const { tlb } = inspectorModel(inputOf(moment, 0x1000c0a07))
    expect(tlb.note).toBe('not flushed yet')
    expect(tlb.cpus[1]?.lines).toMatchObject([{ letter: 'W', isStale: true }])
  })
})

it('a life is told in words, with the statement of each change', () => {
  const { run, changes } = cowMoment()
  expect(lifeLines(run, changes, 1)).toMatchObject([
    { step: 2, what: 'U 1 → 0', statement: 'unwp A[7]' },
  ])
})

it('shows what a step has flushed as gone', () => {
  const moment = cowMoment()
  const quiet = readerOf(moment.m.words.slice())
  const vpn = 0x1000c0a07
  fill(moment.m, 0, 0, vpn, pte(0x1a207 as Pfn, RW))
  const before = readerOf(moment.m.words)
  const lines = (input: InspectorInput) => inspectorModel(input).tlb.cpus[0]?.lines ?? []
  const gone = lines({ ...inputOf(moment, vpn), read: quiet, before })
  const there = lines({ ...inputOf(moment, vpn), read: before, before })
  const isThis = ({ vpn: shown }: { readonly vpn: string }): boolean => shown === 'c0a07'
  expect(gone.filter(isThis).map(({ isGone }) => isGone)).toEqual([true])
  expect(there.filter(isThis).map(({ isGone }) => isGone)).toEqual([false])
})

describe('the life of one bit', () => {
  const { run } = cowMoment()
  const word = (lo: number) => ({ lo, hi: 0 })
  const changes = [
    { entry: 8 as EntryRef, step: 2, before: word(0), after: word(0x407) },
    { entry: 8 as EntryRef, step: 4, before: word(0x407), after: word(7) },
    { entry: 8 as EntryRef, step: 6, before: word(7), after: word(5) },
  ]

  it('tells only the changes of that bit', () => {
    expect(bitLife(run, changes, 10).map(({ step, isSet }) => [step, isSet])).toEqual([
      [2, true],
      [4, false],
    ])
    expect(bitLife(run, changes, 6)).toEqual([])
  })

  it('is a line that is high while the bit is set', () => {
    const box = { width: 100, height: 10 }
    expect(bitLine(bitLife(run, changes, 10), 0, 10, box)).toBe('M0 9H20V1H40V9H100')
    expect(bitLine([], 1, 10, box)).toBe('M0 1H100')
    expect(bitLine(bitLife(run, changes, 1), 0, 10, box)).toBe('M0 9H20V1H60V9H100')
  })
})
