/** Protections of areas. Linux: arch/x86/mm/pgprot.c, mm/mmap.c. */
import type { Pte } from '../../../../machine/entry.ts'
import { ACCESSED, GLOBAL, NX_HI, PRESENT, RW, USER } from '../../../../machine/entry.ts'
import type { Vma } from '../../../../machine/records.ts'
import { VM_READ, VM_SHARED, VM_UFFD_WP, VM_WRITE } from '../../../include/mm_types.ts'
import type { Behaviours } from '../../../profiles/behaviours.ts'

const PAGE_NONE: Pte = { lo: ACCESSED | GLOBAL, hi: 0 }
const PAGE_READONLY: Pte = { lo: PRESENT | USER | ACCESSED, hi: NX_HI }
const PAGE_SHARED: Pte = { lo: PRESENT | RW | USER | ACCESSED, hi: NX_HI }

/** The protection that an area's flags ask for. Private memory never gets RW from here: that is for the fault. */
export function vm_get_page_prot(flags: number): Pte {
  if ((flags & (VM_READ | VM_WRITE)) === 0) return PAGE_NONE
  if ((flags & (VM_SHARED | VM_WRITE)) === (VM_SHARED | VM_WRITE)) return PAGE_SHARED
  return PAGE_READONLY
}

/**
 * Must the first write to each page of a shared area be caught, although the area is writable? With behaviour
 * `wp-writenotify` (v6.2) yes while userfaultfd write-protects it.
 */
export function vma_wants_writenotify(b: Behaviours, flags: number, prot: Pte): boolean {
  if ((flags & (VM_WRITE | VM_SHARED)) !== (VM_WRITE | VM_SHARED)) return false
  const plain = vm_get_page_prot(flags)
  if (prot.lo !== plain.lo || prot.hi !== plain.hi) return false
  return b['wp-writenotify'] && (flags & VM_UFFD_WP) !== 0
}

/** The protection to store in the area. Linux: vma_set_page_prot(). */
export function vmaPageProt(b: Behaviours, flags: number): Pte {
  const prot = vm_get_page_prot(flags)
  return vma_wants_writenotify(b, flags, prot) ? vm_get_page_prot(flags & ~VM_SHARED) : prot
}

/** The area with other flags, its stored protection made to fit. */
export function withFlags(b: Behaviours, vma: Vma, flags: number): Vma {
  const prot = vmaPageProt(b, flags)
  return { ...vma, flags, protLo: prot.lo, protHi: prot.hi }
}

export function vmPageProt(vma: Vma): Pte {
  return { lo: vma.protLo, hi: vma.protHi }
}
