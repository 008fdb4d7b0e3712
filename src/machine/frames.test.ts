import { describe, expect, it } from 'vitest'
import {
  addCol,
  allocFrame,
  allocHugeFrame,
  COL_FLAGS,
  COL_REFCOUNT,
  col,
  FRAME_ANON,
  FRAME_DIRTY,
  FRAME_TABLE,
  hasFlag,
  hasFrame,
  isZeroPfn,
  makeTable,
  pageValue,
  releaseFrame,
  setFlag,
  setValue,
  tableWords,
} from './frames.ts'
import { Machine } from './machine.ts'
import { FIRST_PFN, HUGE_ZERO_PFN, ZERO_PFN } from './phys.ts'
import type { Pfn } from './units.ts'

const machine = () => new Machine((bytes) => new ArrayBuffer(bytes))

function taken(m: Machine): Pfn {
  const pfn = allocFrame(m)
  if (pfn === null) throw new Error('no frame')
  return pfn
}

describe('frames', () => {
  it('are handed out in order, all columns 0', () => {
    const m = machine()
    expect([taken(m), taken(m), taken(m)]).toEqual([FIRST_PFN, FIRST_PFN + 1, FIRST_PFN + 2])
    expect(col(m, FIRST_PFN, COL_FLAGS)).toBe(0)
  })

  it('that were freed are not used again for a long time, then oldest first, all columns 0', () => {
    const m = machine()
    const [first, second] = [taken(m), taken(m)]
    addCol(m, first, COL_REFCOUNT, 3)
    releaseFrame(m, first)
    releaseFrame(m, second)
    for (let i = 2; i < 2 ** 16; i++) expect(taken(m)).toBeGreaterThan(second)
    expect(taken(m)).toBe(first)
    expect(col(m, first, COL_REFCOUNT)).toBe(0)
    expect(taken(m)).toBe(second)
    expect(taken(m)).toBe(FIRST_PFN + 2 ** 16)
  })

  it('come 512 at a time, aligned; those skipped are free', () => {
    const m = machine()
    taken(m)
    const head = allocHugeFrame(m)
    expect(head).not.toBeNull()
    expect((head as number) % 512).toBe(0)
    expect(taken(m)).toBe((head as number) + 512)
  })

  it('keep flags and values apart', () => {
    const m = machine()
    const pfn = taken(m)
    setFlag(m, pfn, FRAME_ANON | FRAME_DIRTY, true)
    setFlag(m, pfn, FRAME_DIRTY, false)
    setValue(m, pfn, { lo: 7, hi: 0xffffffff })
    expect([hasFlag(m, pfn, FRAME_ANON), hasFlag(m, pfn, FRAME_DIRTY)]).toEqual([true, false])
    expect(pageValue(m, pfn)).toEqual({ lo: 7, hi: 0xffffffff })
  })

  it('become tables with 512 empty entries of their own', () => {
    const m = machine()
    const [one, other] = [taken(m), taken(m)]
    expect([makeTable(m, one, 1), makeTable(m, other, 1)]).toEqual([true, true])
    expect(hasFlag(m, one, FRAME_TABLE)).toBe(true)
    expect(Math.abs(tableWords(m, one) - tableWords(m, other))).toBeGreaterThanOrEqual(1024)
    const words = m.words.slice(tableWords(m, one), tableWords(m, one) + 1024)
    expect(words.every((word) => word === 0)).toBe(true)
  })

  it('do not count the zero pages, which read as 0', () => {
    const m = machine()
    for (const pfn of [ZERO_PFN, HUGE_ZERO_PFN, (HUGE_ZERO_PFN + 511) as Pfn]) {
      expect([isZeroPfn(pfn), hasFrame(pfn)]).toEqual([true, false])
      expect(pageValue(m, pfn)).toEqual({ lo: 0, hi: 0 })
    }
    expect(isZeroPfn((HUGE_ZERO_PFN + 512) as Pfn)).toBe(false)
  })
})
