/** Faulting pages in on a thread's behalf, without its load or store. Linux: mm/gup.c. */

import { equalPte } from '../../machine/entry.ts'
import { walkTables } from '../../machine/mmu.ts'
import type { Mm, Resume } from '../../machine/records.ts'
import type { EntryRef, Vpn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_dirty,
  pte_mkdirty,
  pte_mkyoung,
  pte_pfn,
  pte_present,
  pte_write,
} from '../arch/x86/include/pgtable.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { vma_lookup } from '../include/kernel.ts'
import {
  FAULT_FLAG_TRIED,
  FAULT_FLAG_WRITE,
  VM_FAULT_CLOSING,
  VM_FAULT_OOM,
  VM_FAULT_RETRY,
  VM_FAULT_SIGBUS,
  VM_FAULT_SIGSEGV,
  VM_FAULT_SLEEPS,
  VM_READ,
  VM_WRITE,
} from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { mmap_read_lock, mmap_read_unlock, waitForClose } from '../kernel/locking.ts'
import { populateAnonymous } from './memory/anonymous-run.ts'
import { handle_mm_fault, newFault } from './memory/fault.ts'
import { folio_mark_dirty } from './page_alloc.ts'
import { entryAt } from './pgtable-generic.ts'
import { FINE_PAGES } from './run-steps.ts'

/** Makes every page of `[start, end)` present, and writable with `isWrite`; 'sleeping' when a fault waits. */
export function* faultin_page_range(
  k: Kernel,
  start: Vpn,
  end: Vpn,
  how: {
    readonly isWrite: boolean
    readonly tried: boolean
    /** How a call goes on that slept at this page. */
    readonly resume: (vpn: Vpn) => Resume
  },
): Kfn<Ret | 'sleeping'> {
  k.enter(FN.faultin_page_range, k.current().mm, start)
  let result: Ret | 'sleeping' = 0
  const isCoarse = end - start > FINE_PAGES && k.mayBulk()
  for (let vpn = start; vpn < end && result === 0; vpn++) {
    const tried = how.tried && vpn === start
    result = yield* faultin_page(k, vpn, how.isWrite, how.resume(vpn), tried)
    if (isCoarse && result === 0) vpn += populateAlike(k, vpn + 1, end, how.isWrite)
  }
  k.leave()
  return result
}

/** Does the pages of one table that need what the one before them needed; returns how many it did. */
function populateAlike(k: Kernel, start: Vpn, end: Vpn, isWrite: boolean): number {
  const mm = k.currentMm()
  const vma = vma_lookup(mm, start)
  if (vma === null || (vma.flags & (isWrite ? VM_WRITE : VM_READ)) === 0) return 0
  const stop = Math.min(end, vma.end, start - (start % PAGES_PER_PMD) + PAGES_PER_PMD)
  let at = start
  while (at < stop) {
    const isThere = follow_page_mask(k, at, isWrite)
    if (isThere && isWrite) touch(k, mm, at)
    const done = isThere ? 1 : populateAnonymous(k, mm, vma, at, stop, isWrite)
    if (done === 0) break
    at += done
  }
  return at - start
}

function* faultin_page(
  k: Kernel,
  vpn: Vpn,
  isWrite: boolean,
  resume: Resume,
  tried: boolean,
): Kfn<Ret | 'sleeping'> {
  let flags = (isWrite ? FAULT_FLAG_WRITE : 0) | (tried ? FAULT_FLAG_TRIED : 0)
  for (;;) {
    yield* mmap_read_lock(k, k.currentMm())
    const mm = k.currentMm()
    const vma = vma_lookup(mm, vpn)
    const isAllowed = vma !== null && (vma.flags & (isWrite ? VM_WRITE : VM_READ)) !== 0
    const isDone = isAllowed && follow_page_mask(k, vpn, isWrite)
    if (isDone && isWrite) touch(k, mm, vpn)
    if (vma === null || !isAllowed || isDone) {
      mmap_read_unlock(k, mm)
      return vma === null ? 'ENOMEM' : isAllowed ? 0 : 'EINVAL'
    }
    const fault = yield* handle_mm_fault(
      k,
      newFault(mm, vma, vpn, { flags, resume, byVmaLock: false }),
    )
    if ((fault & VM_FAULT_SLEEPS) !== 0) return 'sleeping'
    if ((fault & VM_FAULT_RETRY) !== 0) {
      flags |= FAULT_FLAG_TRIED
      if ((fault & VM_FAULT_CLOSING) !== 0) yield* waitForClose(k, mm)
      continue
    }
    mmap_read_unlock(k, mm)
    if ((fault & VM_FAULT_CLOSING) !== 0) yield* waitForClose(k, mm)
    if ((fault & (VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)) !== 0) return 'EFAULT'
    if ((fault & VM_FAULT_OOM) !== 0) return 'ENOMEM'
  }
}

/** Is the page there as it is wanted? */
function follow_page_mask(k: Kernel, vpn: Vpn, isWrite: boolean): boolean {
  const end = walkTables(k.m, k.currentMm().pgd, vpn)
  const { pte } = end
  if (end.level !== 1 && !pmd_trans_huge(pte)) return false
  return pte_present(pte) && (!isWrite || pte_write(pte))
}

/** What is written on a thread's behalf is dirty: the huge entry, or a small one's page. Linux: FOLL_TOUCH. */
function touch(k: Kernel, mm: Mm, vpn: Vpn): void {
  const end = walkTables(k.m, mm.pgd, vpn)
  if (end.level === 1) {
    if (!pte_dirty(end.pte)) folio_mark_dirty(k, pte_pfn(end.pte))
    return
  }
  const entry = entryAt(k, mm, vpn, 2) as EntryRef
  const touched = pte_mkdirty(k.b, pte_mkyoung(end.pte))
  if (equalPte(touched, end.pte)) return
  k.m.setPte(entry, touched)
  k.set(MO.access_flags_set, mm.id, vpn - (vpn % PAGES_PER_PMD), entry)
}
