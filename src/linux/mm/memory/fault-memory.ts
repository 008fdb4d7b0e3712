/** What a fault knows between two of its steps: ours, for exploration (`Kernel.remembers`). */
import type { vm_fault } from '../../include/mm_types.ts'

/** Everything that a fault has looked up and will not look up again, as text. */
export function faultMemory(vmf: vm_fault): string {
  const { vma, orig_pte: orig } = vmf
  const area = [
    vma.start,
    vma.end,
    vma.flags,
    vma.protLo,
    vma.protHi,
    vma.file,
    vma.pgoff,
    vma.uffd,
  ]
  const entry = [vmf.pmd, vmf.pte, orig?.lo, orig?.hi, vmf.cow_page]
  return [vmf.mm.id, vmf.vpn, vmf.flags, vmf.byVmaLock, ...area, ...entry].join(' ')
}
