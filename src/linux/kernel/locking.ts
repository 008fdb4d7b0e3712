/**
 * Locks as words of the machine, so that they are seen, undone and explored like everything else. A thread that cannot
 * have one yields POINT_WAIT and tries again when it is resumed.
 *
 * | lock       | where it lives                                                                     |
 * | ---------- | ---------------------------------------------------------------------------------- |
 * | mmap_lock  | word of the mm: readers, one bit an actor, below; writer + 1 above bit 16           |
 * | VMA lock   | word of the mm: readers, one bit an actor (a writer of mmap_lock waits for them)    |
 * | ptl        | column of the table's frame: holder + 1                                            |
 */
import { COL_TABLE_LOCK, col, setCol } from '../../machine/frames.ts'
import type { Mm } from '../../machine/records.ts'
import { MM_WORD_MMAP_LOCK, MM_WORD_VMA_LOCK } from '../../machine/records.ts'
import { LOCK_MMAP, LOCK_PTL, LOCK_VMA } from '../../machine/trace.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { POINT_WAIT } from '../include/kernel.ts'

const WRITER_SHIFT = 16

export function* mmap_read_lock(k: Kernel, mm: Mm): Kfn<void> {
  const at = mm.words + MM_WORD_MMAP_LOCK
  while (k.m.read(at) >>> WRITER_SHIFT !== 0) {
    k.running.waitsFor = `mmap_lock of ${mm.process}`
    yield POINT_WAIT
  }
  k.m.write(at, (k.m.read(at) | (1 << k.running.actor)) >>> 0)
  k.locked(LOCK_MMAP, mm.id, false)
}

export function mmap_read_unlock(k: Kernel, mm: Mm): void {
  const at = mm.words + MM_WORD_MMAP_LOCK
  k.m.write(at, (k.m.read(at) & ~(1 << k.running.actor)) >>> 0)
  k.unlocked(LOCK_MMAP, mm.id, false)
}

export function* mmap_write_lock(k: Kernel, mm: Mm): Kfn<void> {
  const at = mm.words + MM_WORD_MMAP_LOCK
  while (k.m.read(at) !== 0 || k.m.read(mm.words + MM_WORD_VMA_LOCK) !== 0) {
    k.running.waitsFor = `mmap_lock of ${mm.process}`
    yield POINT_WAIT
  }
  k.m.write(at, ((k.running.actor + 1) << WRITER_SHIFT) >>> 0)
  k.locked(LOCK_MMAP, mm.id, true)
}

export function mmap_write_unlock(k: Kernel, mm: Mm): void {
  k.m.write(mm.words + MM_WORD_MMAP_LOCK, 0)
  k.unlocked(LOCK_MMAP, mm.id, true)
}

/** The area's own lock, with which a fault leaves mmap_lock alone. Behaviour `fault-vma-lock`. */
export function* lock_vma_under_rcu(k: Kernel, mm: Mm): Kfn<void> {
  while (k.m.read(mm.words + MM_WORD_MMAP_LOCK) >>> WRITER_SHIFT !== 0) {
    k.running.waitsFor = `the VMA lock in ${mm.process}`
    yield POINT_WAIT
  }
  const at = mm.words + MM_WORD_VMA_LOCK
  k.m.write(at, (k.m.read(at) | (1 << k.running.actor)) >>> 0)
  k.locked(LOCK_VMA, mm.id, false)
}

export function vma_end_read(k: Kernel, mm: Mm): void {
  const at = mm.words + MM_WORD_VMA_LOCK
  k.m.write(at, (k.m.read(at) & ~(1 << k.running.actor)) >>> 0)
  k.unlocked(LOCK_VMA, mm.id, false)
}

/** Takes the lock of one page table. */
export function* ptl_lock(k: Kernel, table: Pfn): Kfn<void> {
  while (col(k.m, table, COL_TABLE_LOCK) !== 0) {
    k.running.waitsFor = `ptl of ${table.toString(16)}`
    yield POINT_WAIT
  }
  setCol(k.m, table, COL_TABLE_LOCK, k.running.actor + 1)
  k.locked(LOCK_PTL, table, true)
}

export function ptl_unlock(k: Kernel, table: Pfn): void {
  setCol(k.m, table, COL_TABLE_LOCK, 0)
  k.unlocked(LOCK_PTL, table, true)
}
