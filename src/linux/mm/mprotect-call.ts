/** mprotect(2). Linux: mm/mprotect.c do_mprotect_pkey(). */
import type { Vma } from '../../machine/records.ts'
import type { Vpn } from '../../machine/units.ts'
import { withFlags } from '../arch/x86/mm/pgprot.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { find_vma } from '../include/kernel.ts'
import { VM_ACCOUNT, VM_READ, VM_SHARED, VM_WRITE, vma_is_anonymous } from '../include/mm_types.ts'
import { FN } from '../include/sites.ts'
import { mmap_write_lock, mmap_write_unlock } from '../kernel/locking.ts'
import { changeVmas, sliceVma } from './mmap.ts'
import type { mmu_gather } from './mmu_gather.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from './mmu_gather.ts'
import { mprotect_fixup } from './mprotect.ts'

/** Gives `[start, end)` other rights, area by area up to the first hole, which is ENOMEM. */
export function* do_mprotect(k: Kernel, start: Vpn, end: Vpn, rights: number): Kfn<Ret> {
  const mm = k.currentMm()
  yield* mmap_write_lock(k, mm)
  const gather = k.b['tlb-gather'] ? tlb_gather_mmu(k, mm) : null
  const result = yield* protectAreas(k, gather, start, end, rights)
  if (gather !== null) yield* tlb_finish_mmu(k, gather)
  mmap_write_unlock(k, mm)
  return result
}

function* protectAreas(
  k: Kernel,
  gather: mmu_gather | null,
  start: Vpn,
  end: Vpn,
  rights: number,
): Kfn<Ret> {
  for (let at = start; at < end; ) {
    const mm = k.currentMm()
    const vma = find_vma(mm, at)
    if (vma === null || vma.start > at) return 'ENOMEM'
    const to = Math.min(end, vma.end)
    const flags = (vma.flags & ~(VM_READ | VM_WRITE)) | rights
    if (flags === vma.flags) k.call(FN.mprotect_fixup, mm.id, at)
    else {
      const next = accounted(k, vma, flags)
      changeVmas(k, mm.id, at, to, (part) => withFlags(k.b, part, next))
      const changed = sliceVma(withFlags(k.b, vma, next), at, to)
      const ok = yield* mprotect_fixup(k, k.currentMm(), gather, changed)
      if (!ok) return 'ENOMEM'
    }
    at = to
  }
  return 0
}

/** A private area that may be written from now on counts as committed; one that never had a page may stop counting. */
function accounted(k: Kernel, vma: Vma, flags: number): number {
  if ((flags & VM_WRITE) !== 0) {
    return (vma.flags & (VM_ACCOUNT | VM_WRITE | VM_SHARED)) === 0 ? flags | VM_ACCOUNT : flags
  }
  const isUntouched = vma_is_anonymous(vma) && vma.anonVma === 0
  return isUntouched && k.b['mprotect-unaccounts'] ? flags & ~VM_ACCOUNT : flags
}
