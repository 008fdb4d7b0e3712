/**
 * Locks as words of the machine, so that they are seen, undone and explored like everything else. A thread yields before
 * it takes one, and says what has to be clear first: it is not resumed before, so it never finds a lock taken.
 *
 * | lock       | where it lives                                                                          |
 * | ---------- | --------------------------------------------------------------------------------------- |
 * | mmap_lock  | two words of the mm: readers, one bit an actor; writer + 1                               |
 * | VMA lock   | word of the mm: readers, one bit an actor (a writer of mmap_lock waits for them)         |
 * | ptl        | column of the table's frame: holder + 1                                                 |
 * | page lock  | flag of the page's frame                                                                |
 */

import { assert } from '../../base/assert.ts'
import {
  COL_FLAGS,
  COL_TABLE_LOCK,
  col,
  colWord,
  FRAME_LOCKED,
  hasFlag,
  setCol,
  setFlag,
} from '../../machine/frames.ts'
import type { Mm } from '../../machine/records.ts'
import {
  MM_WORD_CLOSING,
  MM_WORD_MMAP_READERS,
  MM_WORD_MMAP_WRITER,
  MM_WORD_VMA_READERS,
} from '../../machine/records.ts'
import { LOCK_MMAP, LOCK_PTL, LOCK_VMA } from '../../machine/trace.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel, Kfn, Obstacle, Point } from '../include/kernel.ts'
import { AT_ONCE, POINT_CLOSING, POINT_MMAP, POINT_PAGE, POINT_PTL } from '../include/kernel.ts'

const ANY = 0xffffffff

/** Only while others may step in: a thread that is alone finds every lock free. */
function* before(
  k: Kernel,
  point: Point,
  waitsFor: string,
  waitsOn: readonly Obstacle[],
): Kfn<void> {
  k.running.waitsFor = waitsFor
  k.running.waitsOn = waitsOn
  yield point
}

/** Alone, and the lock is taken: by a call that has ended, or by this very thread. */
function mustBeFree(k: Kernel, word: number, mask = ANY): void {
  assert(
    ((k.m.words[word] as number) & mask) === 0,
    'a lock is taken and nobody is there to drop it',
  )
}

/** @param point where this is: POINT_FAULT in a fault */
export function mmap_read_lock(k: Kernel, mm: Mm, point: Point = POINT_MMAP): Kfn<void> {
  if (!k.alone) return mmap_read_lock_after(k, mm, point)
  mustBeFree(k, mm.words + MM_WORD_MMAP_WRITER)
  mmap_read_lock_now(k, mm)
  return AT_ONCE
}

function* mmap_read_lock_after(k: Kernel, mm: Mm, point: Point): Kfn<void> {
  const writer = mm.words + MM_WORD_MMAP_WRITER
  yield* before(k, point, `mmap_lock of ${mm.process}`, [{ word: writer, mask: ANY }])
  mmap_read_lock_now(k, mm)
}

function mmap_read_lock_now(k: Kernel, mm: Mm): void {
  k.m.note(mm.words + MM_WORD_MMAP_WRITER)
  k.m.setBits(mm.words + MM_WORD_MMAP_READERS, 1 << k.running.actor, 0)
  k.locked(LOCK_MMAP, mm.id, false)
}

export function mmap_read_unlock(k: Kernel, mm: Mm): void {
  k.m.setBits(mm.words + MM_WORD_MMAP_READERS, 0, 1 << k.running.actor)
  k.unlocked(LOCK_MMAP, mm.id, false)
}

export function* mmap_write_lock(k: Kernel, mm: Mm): Kfn<void> {
  const { words } = mm
  const all = [MM_WORD_MMAP_READERS, MM_WORD_MMAP_WRITER, MM_WORD_VMA_READERS]
  if (k.alone) for (const word of all) mustBeFree(k, words + word)
  else {
    const waitsOn = all.map((word) => ({ word: words + word, mask: ANY }))
    yield* before(k, POINT_MMAP, `mmap_lock of ${mm.process}`, waitsOn)
  }
  for (const word of all) k.m.note(words + word)
  k.m.write(words + MM_WORD_MMAP_WRITER, k.running.actor + 1)
  k.locked(LOCK_MMAP, mm.id, true)
}

export function mmap_write_unlock(k: Kernel, mm: Mm): void {
  k.m.write(mm.words + MM_WORD_MMAP_WRITER, 0)
  k.unlocked(LOCK_MMAP, mm.id, true)
}

/** The area's own lock, with which a fault leaves mmap_lock alone. Behaviour `fault-vma-lock`. */
export function lock_vma_under_rcu(k: Kernel, mm: Mm, point: Point): Kfn<void> {
  if (!k.alone) return lock_vma_after(k, mm, point)
  mustBeFree(k, mm.words + MM_WORD_MMAP_WRITER)
  lock_vma_now(k, mm)
  return AT_ONCE
}

function* lock_vma_after(k: Kernel, mm: Mm, point: Point): Kfn<void> {
  const writer = mm.words + MM_WORD_MMAP_WRITER
  yield* before(k, point, `the VMA lock in ${mm.process}`, [{ word: writer, mask: ANY }])
  lock_vma_now(k, mm)
}

function lock_vma_now(k: Kernel, mm: Mm): void {
  k.m.note(mm.words + MM_WORD_MMAP_WRITER)
  k.m.setBits(mm.words + MM_WORD_VMA_READERS, 1 << k.running.actor, 0)
  k.locked(LOCK_VMA, mm.id, false)
}

export function vma_end_read(k: Kernel, mm: Mm): void {
  k.m.setBits(mm.words + MM_WORD_VMA_READERS, 0, 1 << k.running.actor)
  k.unlocked(LOCK_VMA, mm.id, false)
}

/** Waits until the lock of a page table is free, and leaves it free: for work that takes it within the same step. */
export function ptl_wait(k: Kernel, table: Pfn): Kfn<void> {
  if (!k.alone) return ptl_wait_after(k, table)
  const word = colWord(k.m, table, COL_TABLE_LOCK)
  mustBeFree(k, word)
  k.m.note(word)
  return AT_ONCE
}

function* ptl_wait_after(k: Kernel, table: Pfn): Kfn<void> {
  const word = colWord(k.m, table, COL_TABLE_LOCK)
  yield* before(k, POINT_PTL, `ptl of ${table.toString(16)}`, [{ word, mask: ANY }])
  k.m.note(word)
}

/** Takes the lock of one page table. */
export function ptl_lock(k: Kernel, table: Pfn): Kfn<void> {
  if (!k.alone) return ptl_lock_after(k, table)
  mustBeFree(k, colWord(k.m, table, COL_TABLE_LOCK))
  ptl_lock_now(k, table)
  return AT_ONCE
}

function* ptl_lock_after(k: Kernel, table: Pfn): Kfn<void> {
  yield* ptl_wait_after(k, table)
  ptl_lock_now(k, table)
}

/** Takes a lock that is known to be free. */
export function ptl_lock_now(k: Kernel, table: Pfn): void {
  setCol(k.m, table, COL_TABLE_LOCK, k.running.actor + 1)
  k.locked(LOCK_PTL, table, true)
}

export function ptl_unlock(k: Kernel, table: Pfn): void {
  setCol(k.m, table, COL_TABLE_LOCK, 0)
  k.unlocked(LOCK_PTL, table, true)
}

/** Runs `work` under a table's lock: takes it and drops it again, unless somebody has it, who is then the caller. */
export function underTableLock(k: Kernel, table: Pfn, work: () => void): void {
  const isFree = col(k.m, table, COL_TABLE_LOCK) === 0
  if (isFree) ptl_lock_now(k, table)
  work()
  if (isFree) ptl_unlock(k, table)
}

/** Waits until nobody holds the page's lock. What the caller knew of the page may be wrong afterwards. */
export function* folio_wait_locked(k: Kernel, pfn: Pfn): Kfn<void> {
  const word = colWord(k.m, pfn, COL_FLAGS)
  if (k.alone) mustBeFree(k, word, FRAME_LOCKED)
  else
    yield* before(k, POINT_PAGE, `the lock of page ${pfn.toString(16)}`, [
      { word, mask: FRAME_LOCKED },
    ])
}

export function folio_test_locked(k: Kernel, pfn: Pfn): boolean {
  return hasFlag(k.m, pfn, FRAME_LOCKED)
}

/** Takes the lock of a page that is known to be unlocked, or drops it. */
export function setFolioLocked(k: Kernel, pfn: Pfn, on: boolean): void {
  setFlag(k.m, pfn, FRAME_LOCKED, on)
}

/** A fault that finds its userfaultfd closed comes back until the areas have forgotten it: here it waits for that. */
export function* waitForClose(k: Kernel, mm: Mm): Kfn<void> {
  const word = mm.words + MM_WORD_CLOSING
  if (k.alone) mustBeFree(k, word)
  else yield* before(k, POINT_CLOSING, 'the end of close', [{ word, mask: ANY }])
  k.m.note(word)
}
