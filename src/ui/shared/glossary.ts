/**
 * The words of the page that need one: each bit of an entry, each function of the kernel, each way to fail. For tooltips
 * and descriptions; a test holds it against what the machine can name.
 */
import type { BitLayout } from '../../scene/entry-bits.ts'

export interface BitMeaning {
  readonly name: string
  readonly constant: string
  readonly says: string
}

const HARDWARE: Readonly<Record<number, BitMeaning>> = {
  0: {
    name: 'present',
    constant: '_PAGE_PRESENT',
    says: 'The processor uses the entry. Without it every access faults, and Linux is free to use the other 63 bits.',
  },
  1: {
    name: 'writable',
    constant: '_PAGE_RW',
    says: 'Stores are allowed. Without it a store faults, and the kernel decides what it meant.',
  },
  2: {
    name: 'user',
    constant: '_PAGE_USER',
    says: 'Programs may use the page, not only the kernel.',
  },
  3: { name: 'write-through', constant: '_PAGE_PWT', says: 'Cache control; 0 for normal memory.' },
  4: { name: 'cache disable', constant: '_PAGE_PCD', says: 'Cache control; 0 for normal memory.' },
  5: {
    name: 'accessed',
    constant: '_PAGE_ACCESSED',
    says: 'Set by the processor when it uses the entry. Linux also sets it in every new entry, and clears it to see what is still in use.',
  },
  6: {
    name: 'dirty',
    constant: '_PAGE_DIRTY',
    says: 'Set by the processor at the first store. From v6.6 on it moves to bit 58 while the entry is not writable.',
  },
  7: {
    name: 'page attribute',
    constant: '_PAGE_PAT',
    says: 'Cache control in the lowest table; 0 for normal memory.',
  },
  8: {
    name: 'global',
    constant: '_PAGE_GLOBAL',
    says: 'Of a present entry: survives a change of address space. Without bit 0 it means PROTNONE: mapped, but nobody may touch it.',
  },
}

const SOFTWARE: Readonly<Record<number, BitMeaning>> = {
  9: {
    name: 'special',
    constant: '_PAGE_SPECIAL',
    says: 'Software bit: no struct page is counted for it. The zero page has it.',
  },
  10: {
    name: 'uffd-wp',
    constant: '_PAGE_UFFD_WP',
    says: 'Software bit: the hardware ignores it. While it is set, a write to the page sends a message and waits.',
  },
  11: {
    name: 'soft-dirty',
    constant: '_PAGE_SOFT_DIRTY',
    says: 'Software bit: written since somebody last cleared it through /proc.',
  },
}

const HUGE: BitMeaning = {
  name: 'page size',
  constant: '_PAGE_PSE',
  says: 'The walk ends here: the entry maps 2 MiB at once.',
}

const FREE: BitMeaning = {
  name: 'not used',
  constant: '',
  says: 'Linux leaves this bit clear here.',
}

const SWAPPED: Readonly<Record<number, BitMeaning>> = {
  0: HARDWARE[0] as BitMeaning,
  1: {
    name: 'soft-dirty',
    constant: '_PAGE_SWP_SOFT_DIRTY',
    says: 'Soft-dirty, carried through the swap entry.',
  },
  2: {
    name: 'uffd-wp',
    constant: '_PAGE_SWP_UFFD_WP',
    says: 'Write protection, carried through the swap entry. A marker keeps it in its offset instead.',
  },
  3: {
    name: 'exclusive',
    constant: '_PAGE_SWP_EXCLUSIVE',
    says: 'The page belonged to this process alone, so that a later write need not copy it.',
  },
}

function offsetBit(bit: number): BitMeaning {
  return {
    name: `offset bit ${bit - 9}`,
    constant: '',
    says: 'Part of the offset, stored inverted: a 1 here is a 0 of the offset.',
  }
}

/** What bit `bit` (0 to 11) means in an entry of that layout. */
export function bitMeaning(layout: BitLayout, bit: number): BitMeaning {
  if (layout === 'swap' || layout === 'marker') {
    return bit >= 9 ? offsetBit(bit) : (SWAPPED[bit] ?? FREE)
  }
  if (layout === 'table') {
    if (bit >= 8) return FREE
    if (bit === 7) return { ...HUGE, says: 'Clear: the entry points to a table, not to 2 MiB.' }
    return HARDWARE[bit] ?? FREE
  }
  if (bit === 7 && layout === 'huge') return HUGE
  return HARDWARE[bit] ?? SOFTWARE[bit] ?? FREE
}

/** What the fields above bit 11 mean, by their names in the inspector. */
export const FIELD_MEANINGS: Readonly<Record<string, string>> = {
  NX: 'No code may run from the page. Data mappings have it.',
  key: 'Protection key, 0 here.',
  avail:
    'Free for software. Bit 58 is SAVED_DIRTY: a dirty bit kept while the entry is read-only, v6.6 on.',
  'frame number': 'The physical page, or the next table. 40 bits, of which a machine has fewer.',
  type: 'Which swap device; the highest types are markers and migration.',
  offset: 'Where on the device, or the flags of a marker. Stored inverted, against speculation.',
  PTE_MARKER:
    'The type that says: nothing is mapped or swapped here, but something is to be remembered.',
  P: 'Not present: the processor looks no further.',
}

/** What each function of the kernel that a step may name is for, whatever it does at the moment. */
const FUNCTION_MEANINGS: Readonly<Record<string, string>> = {
  __handle_mm_fault:
    'Walks down from the PGD for a fault, makes tables that are missing, and leaves the rest to the lowest level.',
  __pmd_alloc: 'Makes a PMD table and hangs it under its PUD entry.',
  __pte_alloc: 'Makes a PTE table and hangs it under its PMD entry.',
  __pud_alloc: 'Makes a PUD table and hangs it under its PGD entry.',
  __split_huge_pmd:
    'Replaces one entry of 2 MiB by a table of 512 entries, so that a part of it can be treated alone.',
  __split_huge_pmd_locked:
    'The part of a split that runs under the lock: writes 512 small entries, then swaps the table in.',
  __wake_userfault:
    'Goes through the threads that sleep on a userfaultfd and wakes those whose page is in a range.',
  __wp_page_copy_user: 'Copies the contents of one page into another for copy-on-write.',
  change_huge_pmd: 'Changes the protection, or the uffd-wp bit, of one entry of 2 MiB.',
  change_protection:
    'Changes the protection of a range of entries: mprotect and write-protection by userfaultfd both come here.',
  change_pte_range:
    'Changes the entries of one PTE table, under its lock: permissions, uffd-wp, markers.',
  collapse_file: 'Gathers the small pages of a file into one huge page of its page cache.',
  collapse_huge_page:
    'Copies 512 small anonymous pages into one huge page and maps it by one entry.',
  collapse_pte_mapped_thp:
    'Lets one entry of 2 MiB take the place of 512 small ones that map the same huge page.',
  copy_huge_pmd: 'Gives a forked child an entry of 2 MiB, write-protected on both sides.',
  copy_page_range:
    'Copies the page tables of one area for fork; areas that can be faulted in again are skipped.',
  copy_present_ptes:
    'Copies present entries for fork: private writable ones lose RW in parent and child.',
  do_anonymous_page:
    'Serves the first touch of anonymous memory: the zero page for a read, a new page for a write.',
  do_fault:
    'Serves a fault on a page of a file: reads it, copies it, or lets it be written, by the kind of access.',
  do_huge_pmd_anonymous_page:
    'Serves the first touch of anonymous memory with a huge page, if one can be had.',
  do_huge_pmd_wp_page:
    'Serves a write to a read-only entry of 2 MiB: reuses the huge page or splits the entry.',
  do_pagemap_scan:
    'The PAGEMAP_SCAN call: reports pages by what their entries say, and may protect them again.',
  do_set_pmd: 'Maps a huge page of a file by one entry of 2 MiB.',
  do_swap_page:
    'Serves a fault on an entry that is neither none nor present: swap, migration or a marker.',
  do_user_addr_fault:
    'The kernel’s own part of a page fault in user mode: finds the area and checks the access.',
  do_wp_page:
    'Serves a write to a present, read-only entry: asks uffd-wp first, then reuses or copies the page.',
  dup_mmap: 'Copies an address space for fork: areas first, then their page tables.',
  dup_userfaultfd:
    'Decides at fork whether the child’s area keeps its registration: only with fork events.',
  entry_SYSCALL_64: 'Where a system call enters the kernel.',
  exc_page_fault:
    'Where the processor’s page fault enters the kernel, with the address and what was tried.',
  exit_mmap: 'Takes down an address space: pages, tables, areas.',
  fault_dirty_shared_page: 'Notes that a page of a file will be written through a mapping.',
  faultin_page_range:
    'Faults pages in for a thread that asked for it beforehand, as MADV_POPULATE does.',
  filemap_map_pages:
    'Fault-around: maps neighbours of a read fault that are in the page cache already.',
  finish_fault:
    'Puts the page that a fault has found or made into the entry, under the lock of the table.',
  flush_tlb_mm_range:
    'Makes every CPU that may hold translations of a range forget them, and waits for it.',
  folio_add_new_anon_rmap:
    'Counts the first mapping of a new anonymous page, which makes it exclusive.',
  folio_alloc: 'Takes a free frame.',
  folio_lock: 'Locks one page: its contents and its place in a cache stay as they are.',
  folio_put: 'Drops one reference to a page; the last one frees it.',
  folio_referenced:
    'Asks every entry that maps a page whether it was used lately, and clears its accessed bit: reclaim keeps what was.',
  folio_unlock: 'Unlocks one page.',
  free_pgtables: 'Gives back page tables that no area needs any more.',
  handle_mm_fault:
    'Handles one fault of an area, for hardware faults and for those that the kernel asks for.',
  handle_pte_fault: 'Reads the entry and decides by what it says: none, swap-like, or present.',
  handle_pte_marker:
    'Serves a fault on a marker: what is mapped in its place must be mapped protected.',
  handle_userfault:
    'Sends a message to the monitor, puts the thread to sleep and lets it retry when woken.',
  hpage_collapse_scan_file: 'Looks whether 2 MiB of a file’s cache may become one huge page.',
  hpage_collapse_scan_pmd:
    'Looks whether 512 small entries may be collapsed; a uffd-wp bit forbids it.',
  i_mmap_lock_read: 'Locks the list of all mappings of a file for reading.',
  i_mmap_unlock_read: 'Drops that lock.',
  inode_lock: 'Locks a file against other changes of its size and contents.',
  inode_unlock: 'Drops that lock.',
  load: 'Not a function: the processor reads memory by the translation it has.',
  lock_vma_under_rcu: 'Takes the lock of one area for a fault, without mmap_lock, v6.4 on.',
  madvise_cold_or_pageout_pte_range:
    'Ages or reclaims the pages of one table, for MADV_COLD and MADV_PAGEOUT.',
  madvise_collapse: 'Gathers small pages into huge ones now, for MADV_COLLAPSE.',
  madvise_walk_vmas: 'Applies a piece of advice to every area of a range.',
  mfill_atomic_continue: 'UFFDIO_CONTINUE: maps a page that is in the page cache already.',
  mfill_atomic_copy: 'UFFDIO_COPY: puts the monitor’s data into a new page.',
  mfill_atomic_install_pte:
    'Makes the entry for a page that the monitor provides, unless something is there already.',
  mfill_atomic_zeropage: 'UFFDIO_ZEROPAGE: maps zeroes.',
  mmap_read_lock: 'Takes the lock of the address space for reading: areas stay, faults may go on.',
  mmap_read_unlock: 'Drops the lock of the address space.',
  mmap_region: 'Adds an area to the address space; entries come with the first touch.',
  mmap_write_lock:
    'Takes the lock of the address space for writing: nobody else faults or changes areas.',
  move_page_tables: 'Moves entries to another address for mremap; the pages stay where they are.',
  move_ptes:
    'Moves the entries of one table, and clears uffd-wp if the registration does not come along, v6.13 on.',
  move_vma: 'Moves an area to another address: a new area, its entries, the end of the old one.',
  mprotect_fixup: 'Gives one area other rights, splits or joins it, and lets its entries follow.',
  mwriteprotect_range:
    'UFFDIO_WRITEPROTECT on a range: checks the registration, then protects or resolves area by area.',
  pagemap_scan_pmd_entry: 'Reads the entries of one table for PAGEMAP_SCAN.',
  pmd_install: 'Hangs a new PTE table under its PMD entry, unless somebody was quicker.',
  pmdp_huge_clear_flush: 'Takes an entry of 2 MiB away and flushes its translations.',
  pmdp_set_access_flags: 'Adds access, dirty or write permission to an entry of 2 MiB.',
  pte_install_uffd_wp_if_needed:
    'Leaves a marker where a protected page of a file is unmapped, so that the protection is not lost.',
  pte_marker_clear: 'Takes away a marker that nobody is registered for any more.',
  pte_offset_map_lock: 'Finds an entry and takes the lock of its table.',
  pte_unmap_unlock: 'Drops the lock of a table.',
  ptep_clear_flush:
    'Takes an entry away and flushes its translation everywhere, before another may take its place.',
  ptep_set_access_flags:
    'Adds access, dirty or write permission to an entry; more rights need no flush.',
  reclaim_pages: 'Tries to free given pages now, to swap if need be.',
  retract_page_tables: 'Frees PTE tables after a collapse, except where markers may be in them.',
  set_pte_range: 'Builds entries for pages of a file and puts them in place.',
  shmem_add_to_page_cache: 'Puts a page into the page cache of a memfd or of shared memory.',
  shmem_fallocate: 'Reserves or punches a range of a memfd.',
  shmem_fault: 'Serves a fault on shared memory: finds the page in the cache, or makes it.',
  shmem_file_write_iter: 'Writes into a memfd by write, not by a mapping.',
  shmem_get_folio_gfp: 'Finds a page of shared memory: in the cache, in swap, or new.',
  shmem_swapin_folio: 'Reads a page of shared memory back from swap.',
  shmem_undo_range: 'Takes pages out of a file’s cache, for truncation and holes.',
  shmem_writeout: 'Writes a page of shared memory to swap.',
  store: 'Not a function: the processor writes memory by the translation it has.',
  syscall_exit_to_user_mode: 'Where a system call goes back to user mode.',
  try_to_unmap: 'Takes every mapping of a page away, so that it can be reclaimed.',
  try_to_unmap_one:
    'Takes one mapping of a page away and leaves a swap entry, which keeps uffd-wp.',
  uffd_wp_range: 'Protects or resolves a part of one area for a userfaultfd.',
  unmap_mapping_range: 'Unmaps pages of a file in every process, for truncation and holes.',
  unmap_page_range: 'Takes the entries of a range away, table by table.',
  unmap_region: 'Unmaps the pages and tables of an area that is going away.',
  'user mode': 'Not a function: the thread runs its own code.',
  userfaultfd_api: 'Opens a userfaultfd and agrees on its features.',
  userfaultfd_clear_vma: 'Ends the registration of an area and clears what it left in the entries.',
  userfaultfd_ctx_read:
    'Takes the oldest message from the queue; the thread that sent it sleeps on.',
  userfaultfd_event_wait_completion:
    'Lets a thread wait until the monitor has read its event: fork, remap, remove, unmap.',
  userfaultfd_ioctl: 'Where every ioctl of a userfaultfd enters.',
  userfaultfd_read_iter: 'Reading a userfaultfd: one message, or EAGAIN.',
  userfaultfd_register:
    'UFFDIO_REGISTER: marks areas as watched for missing, minor or write-protect faults.',
  userfaultfd_release: 'Closing a userfaultfd: ends every registration and wakes everybody.',
  userfaultfd_unregister: 'UFFDIO_UNREGISTER: ends the registration of a range.',
  userfaultfd_wake_function: 'Decides for one sleeping thread whether a wake is for it.',
  userfaultfd_writeprotect:
    'UFFDIO_WRITEPROTECT: checks the arguments, protects or resolves, and wakes on a resolve.',
  vma_end_read: 'Drops the lock of one area.',
  wp_page_copy: 'Copy-on-write: a new page, the copy, the entry replaced, the old page given up.',
  wp_page_reuse: 'Lets a write go on in place: nobody else has the page.',
  wp_page_shared: 'Lets a write to shared memory go on: it is never copied.',
  zap_huge_pmd: 'Takes one entry of 2 MiB away.',
  zap_pte_range:
    'Takes the entries of one table away, and keeps a marker where protection must outlive the page.',
}

/** What functions were called before, by what they are called now: on an older kernel they are for the same. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  alloc_pages: 'folio_alloc',
  copy_present_pte: 'copy_present_ptes',
  cow_user_page: '__wp_page_copy_user',
  do_page_fault: 'exc_page_fault',
  do_set_pte: 'set_pte_range',
  down_read: 'mmap_read_lock',
  down_write: 'mmap_write_lock',
  faultin_vma_page_range: 'faultin_page_range',
  generic_file_write_iter: 'shmem_file_write_iter',
  mcopy_atomic: 'mfill_atomic_copy',
  mcopy_continue: 'mfill_atomic_continue',
  mfill_zeropage: 'mfill_atomic_zeropage',
  page_add_new_anon_rmap: 'folio_add_new_anon_rmap',
  page_referenced: 'folio_referenced',
  put_page: 'folio_put',
  shmem_getpage_gfp: 'shmem_get_folio_gfp',
  shmem_swapin_page: 'shmem_swapin_folio',
  shmem_writepage: 'shmem_writeout',
  userfaultfd_read: 'userfaultfd_read_iter',
}

/** What a function is for; null where there is nothing to say. */
export function functionMeaning(fn: string): string | null {
  const name = fn.replace(/\(\)$/, '')
  return FUNCTION_MEANINGS[OLDER_NAMES[name] ?? name] ?? null
}

/** How a call or an access can fail, in the terms of this page. */
const OUTCOME_MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied: the mapping, or the file behind it, does not allow this access.',
  EAGAIN: 'Try again: there is no message to read, or an event is unread and has to be read first.',
  EBADF: 'Bad descriptor: this process has no open userfaultfd.',
  EBUSY: 'Busy: the range belongs to another userfaultfd, or something holds the page.',
  EEXIST: 'Exists: there is a page, or a marker, where a new one was to be put.',
  EFAULT: 'Bad address: nothing can be read or written there.',
  EINVAL:
    'Invalid: the arguments do not fit each other, the mapping, or the features that were agreed on.',
  ENOENT: 'No entry: the range is not mapped, or not registered for this.',
  ENOMEM: 'No memory: the range is not mapped as a whole, or memory is used up.',
  ENOTTY: 'Not known: this kernel has no such call.',
  EPERM: 'Not permitted: the mapping may not be watched or changed so.',
  ESRCH: 'No such process: the actor, or the address space that the userfaultfd watched, is gone.',
  EBLOCKED:
    'Not an errno: the actor sleeps on a userfaultfd and cannot do anything until it is woken.',
  SIGSEGV: 'Killed by a signal: nothing is mapped there, or the mapping does not allow the access.',
  SIGBUS:
    'Killed by a signal: the mapping is there, but no page can be had, or the monitor asked for the signal.',
  blocked: 'The call has not come back: the actor sleeps until somebody wakes it.',
}

/** What an outcome means; null for success and for what needs no words. */
export function outcomeMeaning(outcome: string): string | null {
  return OUTCOME_MEANINGS[outcome] ?? null
}

/** For the test that holds the glossary against what the machine can say. */
export const GLOSSARY_KEYS = {
  functions: Object.keys(FUNCTION_MEANINGS),
  older: OLDER_NAMES,
  outcomes: Object.keys(OUTCOME_MEANINGS),
}
