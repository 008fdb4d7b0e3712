/** Flags of areas and faults. Names as in Linux; the values of VM_UFFD_MINOR and later differ, as 32 bits must do here. */
import type { Pte } from '../../machine/entry.ts'
import type { Mm, Resume, Vma, Word64 } from '../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'

export const VM_READ = 0x1
export const VM_WRITE = 0x2
export const VM_SHARED = 0x8
export const VM_MAYREAD = 0x10
export const VM_MAYWRITE = 0x20
export const VM_UFFD_MISSING = 0x200
/** Its pages count as committed: set once a private area may be written. It keeps areas apart. */
export const VM_ACCOUNT = 0x100000
export const VM_UFFD_WP = 0x1000
export const VM_UFFD_MINOR = 0x2000
export const VM_HUGEPAGE = 0x20000000
export const VM_NOHUGEPAGE = 0x40000000

/** __VM_UFFD_FLAGS: all that a registration can set. */
export const VM_UFFD_FLAGS = VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR

export const FAULT_FLAG_WRITE = 0x1
export const FAULT_FLAG_TRIED = 0x20
export const FAULT_FLAG_USER = 0x40

/** What a fault handler answers; several may be set. */
export const VM_FAULT_OOM = 0x1
export const VM_FAULT_SIGBUS = 0x2
export const VM_FAULT_SIGSEGV = 0x40
export const VM_FAULT_NOPAGE = 0x100
export const VM_FAULT_RETRY = 0x400
export const VM_FAULT_FALLBACK = 0x800
/** Ours: RETRY because the thread went to sleep on the userfaultfd; the caller drops everything and is started afresh. */
export const VM_FAULT_SLEEPS = 0x10000
/** Ours: the userfaultfd is being closed, so a retry would come here again until that is over. */
export const VM_FAULT_CLOSING = 0x20000

export const MM_CP_TRY_CHANGE_WRITABLE = 1 << 0
export const MM_CP_UFFD_WP = 1 << 2
export const MM_CP_UFFD_WP_RESOLVE = 1 << 3

/** struct zap_details, as far as it matters. */
export interface ZapDetails {
  /** ZAP_FLAG_DROP_MARKER: no marker may stay behind. */
  readonly dropMarker: boolean
  /** Zap private copies in a file mapping too (truncate does, punching a hole does not). */
  readonly evenCows: boolean
  /** Only this frame (unmap_mapping_folio). */
  readonly onlyFrame: Pfn | null
  /** A page table that is empty afterwards may go (reclaim_pt). */
  readonly freesTables?: boolean
}

/** struct vm_fault: one page fault on its way down; `flags` and `orig_pte` change as it goes. */
export interface vm_fault {
  readonly mm: Mm
  readonly vma: Vma
  readonly vpn: Vpn
  /** What the thread does when it is woken, should this fault put it to sleep. */
  readonly resume: Resume
  /** The fault holds the area's own lock, not mmap_lock. */
  readonly byVmaLock: boolean
  flags: number
  /** The entry as it was read before the lock was taken; undefined while the table is missing. */
  orig_pte: Pte | undefined
  /** The PTE entry, once its table is known. */
  pte: EntryRef | undefined
  /** The PMD entry, once its table is known. */
  pmd: EntryRef | undefined
  /** The page that a private write to a file will put there, once there is one. */
  cow_page: Pfn | undefined
}

/** A load or store that a thread wants to do; `value` null is a load. */
export interface Access {
  readonly vpn: Vpn
  readonly value: Word64 | null
}

/** No vm_ops: private anonymous memory, whose missing pages need no file. */
export function vma_is_anonymous(vma: Vma): boolean {
  return vma.file === null
}
