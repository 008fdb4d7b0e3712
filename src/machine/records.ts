/**
 * What is few and shaped: address spaces, files, userfaultfds, tasks. Records are frozen by convention (readonly all
 * through) and replaced whole, so a journal entry is two references and a snapshot is the record itself.
 */
import type { ActorId, CpuId, Pfn, Vpn, WordIndex } from './units.ts'

/** One virtual memory area; `[start, end)` in pages. Linux: struct vm_area_struct. */
export interface Vma {
  readonly start: Vpn
  readonly end: Vpn
  /** VM_* of `linux/include/mm_types.ts`. */
  readonly flags: number
  /** Stored `vm_page_prot`, as the two halves of an entry without a frame. */
  readonly protLo: number
  readonly protHi: number
  /** File id, or null for anonymous private memory (no vm_ops). */
  readonly file: number | null
  /** File page that `start` maps; for anonymous memory the page's own number, as Linux keeps it for merging. */
  readonly pgoff: number
  /**
   * Its anon_vma, or 0 while no page of it has been anonymous; areas with different ones cannot merge. Negative: it came
   * with fork, so that its chain has the parent's as well, and an area without one cannot merge with it either.
   */
  readonly anonVma: number
  /** Id of the userfaultfd context that it is registered with, or 0. */
  readonly uffd: number
}

/** A region as the scenario knows it, per process: it outlives its VMAs until one unmap covers all of it. */
export interface Region {
  readonly name: string
  readonly start: Vpn
  readonly pages: number
  readonly listed: boolean
}

/** One address space, with the process that owns it. Linux: struct mm_struct. */
export interface Mm {
  readonly id: number
  readonly process: string
  readonly pgd: Pfn
  /** Lock words: see MM_WORD_* below. */
  readonly words: WordIndex
  /** Sorted, not overlapping. */
  readonly vmas: readonly Vma[]
  readonly regions: readonly Region[]
  readonly alive: boolean
}

/**
 * Words of an address space: readers of mmap_lock (one bit an actor), flushes pending, readers of its areas' own locks
 * (one bit an actor), writer of mmap_lock + 1, and contexts that are being closed while areas still name them.
 */
export const MM_WORD_MMAP_READERS = 0
export const MM_WORD_FLUSH_PENDING = 1
export const MM_WORD_VMA_READERS = 2
export const MM_WORD_MMAP_WRITER = 3
export const MM_WORD_CLOSING = 4
export const MM_WORDS = 6

/** A memfd. Linux: struct inode of shmem. */
export interface Inode {
  readonly id: number
  readonly name: string
  /** Size in pages. */
  readonly pages: number
  /** Directory of page cache blocks: one word a 512-page block, 0 where there is none. */
  readonly cache: WordIndex
  readonly thp: boolean
  /** Made by `map … anon … shared`: has no name in the scenario. */
  readonly hidden: boolean
}

/** A thread that waits for an answer to its page fault. Linux: struct userfaultfd_wait_queue. */
export interface UffdWait {
  readonly actor: ActorId
  readonly vpn: Vpn
  /** UFFD_PAGEFAULT_FLAG_*. */
  readonly flags: number
  /** Serial number, so that two messages for one page differ. */
  readonly seq: number
}

export type UffdEvent =
  | { readonly kind: 'fork'; readonly actor: ActorId; readonly child: number }
  | {
      readonly kind: 'remap'
      readonly actor: ActorId
      readonly from: Vpn
      readonly to: Vpn
      readonly pages: number
    }
  | {
      readonly kind: 'remove' | 'unmap'
      readonly actor: ActorId
      readonly start: Vpn
      readonly end: Vpn
    }

/** Linux: struct userfaultfd_ctx. */
export interface Uffd {
  readonly id: number
  readonly mm: number
  readonly features: readonly string[]
  /** `fault_pending_wqh`: messages nobody has read; oldest last, as Linux queues at the head. */
  readonly pending: readonly UffdWait[]
  /** `fault_wqh`: read, not yet answered. */
  readonly waiting: readonly UffdWait[]
  /** Unread events, oldest first. */
  readonly events: readonly UffdEvent[]
  /** `mmap_changing`: how many events are on their way; while it is not 0 the data ioctls answer EAGAIN. */
  readonly changing: number
  readonly released: boolean
}

/** A part of an area that munmap took away, and the userfaultfd that wants to hear of it. */
export interface UnmappedArea {
  readonly ctx: number
  readonly start: Vpn
  readonly end: Vpn
}

/** What a sleeping task does when it is woken. Linux restarts faults from the top, so few forms are enough. */
export type Resume =
  | {
      readonly does: 'retry-access'
      readonly vpn: Vpn
      readonly write: boolean
      readonly value: Word64 | null
    }
  | { readonly does: 'redo-hold'; readonly vpn: Vpn }
  | { readonly does: 'return' }
  | { readonly does: 'tell-unmapped'; readonly rest: readonly UnmappedArea[] }
  | { readonly does: 'fork-done'; readonly child: number; readonly name: string }
  | {
      readonly does: 'redo-advise'
      readonly start: Vpn
      readonly end: Vpn
      readonly advice: string
      readonly resumed: AdviceResumed
    }

/** What an madvise that goes on at `start` has behind it. */
export interface AdviceResumed {
  /** A fault at `start` was tried. */
  readonly tried: boolean
  /** A part before `start` was not mapped. */
  readonly hole: boolean
  /** The area at `start` as it was when its remove event was sent, which has been read; null: no event was sent. */
  readonly told: { readonly end: Vpn; readonly file: number | null; readonly first: number } | null
}

/** A 64-bit value in two halves, both unsigned. */
export interface Word64 {
  readonly lo: number
  readonly hi: number
}

export type TaskState =
  | { readonly is: 'idle' }
  | { readonly is: 'running' }
  | { readonly is: 'woken'; readonly resume: Resume; readonly order: number }
  | {
      readonly is: 'sleeping'
      readonly uffd: number
      readonly resume: Resume
      readonly event: boolean
    }
  | { readonly is: 'gone' }

/** One actor of the scenario: a thread. Linux: struct task_struct. */
export interface Task {
  readonly id: ActorId
  readonly name: string
  readonly mm: number
  readonly cpu: CpuId
  readonly state: TaskState
  /** Pages that a pipe of its process holds references to, in the order of `hold`. */
  readonly held: readonly { readonly vpn: Vpn; readonly pfn: Pfn }[]
}

/** What the language keeps beside the kernel: is `serve` on. */
export interface Session {
  readonly serve: boolean
  /** The userfaultfd that is open, or 0. */
  readonly uffd: number
  readonly nextSeq: number
  /** Files by the names of the scenario. */
  readonly files: readonly { readonly name: string; readonly inode: number }[]
  /** Pages in each CPU's LRU cache, if these are modelled at all. */
  readonly lru?: readonly (readonly Pfn[])[]
}

export interface RecordKinds {
  mm: Mm
  inode: Inode
  uffd: Uffd
  task: Task
  session: Session
}
export type RecordKind = keyof RecordKinds
