/** Kernel functions whose entry is a step. Their names, files and what they are for. */
import type { FunctionKey } from './keys.ts'
import type { SiteText } from './site.ts'

const FAULT = 'arch/x86/mm/fault.c'
const TLB = 'arch/x86/mm/tlb.c'
const MEMORY = 'mm/memory.c'
const MPROTECT = 'mm/mprotect.c'
const UFFD = 'fs/userfaultfd.c'
const MM_UFFD = 'mm/userfaultfd.c'
const HUGE = 'mm/huge_memory.c'
const SHMEM = 'mm/shmem.c'
const MADVISE = 'mm/madvise.c'
const LOCKS = 'include/linux/mmap_lock.h'

export const FUNCTIONS: Readonly<Record<FunctionKey, SiteText>> = {
  do_user_addr_fault: {
    file: FAULT,
    say: 'The kernel takes the page fault for {page}: it finds the area, checks that the access is allowed, and resolves it.',
  },
  handle_mm_fault: { file: MEMORY, say: 'One fault on {page} is handled.' },
  __handle_mm_fault: {
    file: MEMORY,
    say: 'The walk goes down to the table of {page}, making upper tables that are missing.',
  },
  do_anonymous_page: {
    file: MEMORY,
    say: 'First touch of anonymous memory: {page} gets the zero page for a read, a page of its own for a write.',
  },
  do_fault: { file: MEMORY, say: '{page} belongs to a file: its page is looked up, or made.' },
  do_swap_page: {
    file: MEMORY,
    say: 'The entry of {page} is neither none nor present: it is a swap entry or a marker.',
  },
  handle_pte_marker: {
    file: MEMORY,
    releases: 'v5.19+',
    say: 'The entry of {page} is a marker: whatever is mapped here must be mapped protected.',
  },
  pte_marker_clear: {
    file: MEMORY,
    releases: 'v5.19+',
    say: 'Nobody is registered for {page} any more, so its marker means nothing.',
  },
  do_wp_page: {
    file: MEMORY,
    say: 'A write to {page}, which is present but read-only: first uffd-wp is asked, then copy-on-write.',
  },
  wp_page_copy: {
    file: MEMORY,
    say: 'The page behind {page} is shared or not its own, so the writer gets a copy.',
  },
  finish_fault: { file: MEMORY, say: 'The page is known; its entry can be made for {page}.' },
  set_pte_range: {
    file: MEMORY,
    was: { fn: 'do_set_pte', until: 'v6.5' },
    say: 'The entry of {page} is built from the area’s protection.',
  },
  do_set_pmd: { file: MEMORY, say: 'A huge page of the file can be mapped by one entry of 2 MiB.' },
  filemap_map_pages: {
    file: 'mm/filemap.c',
    say: 'A read fault maps the neighbours too, as far as they are in the page cache: at most 16 pages.',
  },
  fault_dirty_shared_page: {
    file: MEMORY,
    say: 'The page will be written through its new mapping, so it counts as dirty.',
  },
  __pud_alloc: { file: MEMORY, say: 'The PUD table for {page} is missing and is made.' },
  __pmd_alloc: { file: MEMORY, say: 'The PMD table for {page} is missing and is made.' },
  __pte_alloc: { file: MEMORY, say: 'The PTE table for {page} is missing and is made.' },
  pmd_install: {
    file: MEMORY,
    releases: 'v5.16+',
    say: 'The new PTE table is hung under its PMD entry.',
  },
  unmap_page_range: { file: MEMORY, say: 'Entries from {page} on are taken away.' },
  unmap_mapping_range: {
    file: MEMORY,
    say: 'Every mapping of these pages of the file is taken away, in every process.',
  },
  copy_page_range: { file: MEMORY, say: 'The child gets the entries of one area.' },
  ptep_set_access_flags: {
    file: 'arch/x86/mm/pgtable.c',
    say: 'The entry of {page} gets more rights, which needs no flush.',
  },
  pmdp_set_access_flags: {
    file: 'arch/x86/mm/pgtable.c',
    say: 'The huge entry gets more rights, which needs no flush.',
  },
  ptep_clear_flush: {
    file: 'mm/pgtable-generic.c',
    say: 'The entry of {page} is taken away and every CPU made to forget it, before the new one can be seen.',
  },
  pmdp_huge_clear_flush: {
    file: 'mm/pgtable-generic.c',
    say: 'The huge entry is taken away and every CPU made to forget its 512 translations.',
  },
  flush_tlb_mm_range: {
    file: TLB,
    say: 'CPUs that may hold old translations are told to drop them.',
  },
  change_protection: {
    file: MPROTECT,
    say: 'The protection of a range is changed, table by table.',
  },
  change_pte_range: {
    file: MPROTECT,
    say: 'Under the lock of one table, its entries are changed.',
  },
  mprotect_fixup: {
    file: MPROTECT,
    say: 'One area gets its new rights, and then its entries follow.',
  },
  uffd_wp_range: {
    file: MM_UFFD,
    releases: 'v6.0+',
    say: 'Part of one area is write-protected, or released.',
  },
  mwriteprotect_range: {
    file: MM_UFFD,
    say: 'The range is looked up: it has to be registered for write-protection.',
  },
  mfill_atomic_copy: {
    file: MM_UFFD,
    was: { fn: 'mcopy_atomic', until: 'v6.3' },
    say: 'The monitor’s data is put into a new page for {page}.',
  },
  mfill_atomic_zeropage: {
    file: MM_UFFD,
    was: { fn: 'mfill_zeropage', until: 'v6.3' },
    say: '{page} is filled with zeroes.',
  },
  mfill_atomic_continue: {
    file: MM_UFFD,
    was: { fn: 'mcopy_continue', until: 'v6.3' },
    say: 'The page that is in the cache already is mapped for {page}.',
  },
  mfill_atomic_install_pte: {
    file: MM_UFFD,
    releases: 'v5.13+',
    say: 'The entry of {page} is made, if nothing but a marker is in its place.',
  },
  userfaultfd_ioctl: {
    file: UFFD,
    say: 'The monitor’s request enters the kernel: one ioctl of the userfaultfd.',
  },
  userfaultfd_register: { file: UFFD, say: 'The monitor registers a range; no entry changes.' },
  userfaultfd_unregister: { file: UFFD, say: 'The registration of a range ends.' },
  userfaultfd_clear_vma: {
    file: MM_UFFD,
    releases: 'v6.12+',
    say: 'What the registration left in the entries is removed.',
  },
  userfaultfd_writeprotect: {
    file: UFFD,
    say: 'UFFDIO_WRITEPROTECT: the monitor protects a range, or resolves it.',
  },
  userfaultfd_read_iter: {
    file: UFFD,
    was: { fn: 'userfaultfd_read', until: 'v6.9' },
    say: 'The monitor reads one message.',
  },
  userfaultfd_release: {
    file: UFFD,
    say: 'The userfaultfd is closed: all registrations end, everybody is woken.',
  },
  userfaultfd_event_wait_completion: {
    file: UFFD,
    say: 'The thread waits until the monitor has read the event.',
  },
  handle_userfault: {
    file: UFFD,
    say: 'The fault on {page} goes to the monitor: a message is queued and the thread prepares to sleep.',
  },
  __wake_userfault: {
    file: UFFD,
    say: 'Everybody who waits is asked whether the page is in the range that is woken.',
  },
  userfaultfd_wake_function: {
    file: UFFD,
    say: 'A waiting thread is asked: if its page is in the range, it is made runnable.',
  },
  dup_userfaultfd: {
    file: UFFD,
    say: 'Does the child keep this registration? Only with fork events.',
  },
  page_add_new_anon_rmap: {
    file: 'mm/rmap.c',
    fn: 'folio_add_new_anon_rmap',
    was: { fn: 'page_add_new_anon_rmap', until: 'v6.2' },
    say: 'The new page gets its first mapping.',
  },
  try_to_unmap: { file: 'mm/rmap.c', say: 'Reclaim takes the mappings of a page away.' },
  try_to_unmap_one: { file: 'mm/rmap.c', say: 'One mapping is replaced by what remembers it.' },
  folio_referenced: {
    file: 'mm/rmap.c',
    was: { fn: 'page_referenced', until: 'v5.17' },
    say: 'Did anybody use the page? Each entry that maps it is asked, and its A cleared.',
  },
  reclaim_pages: { file: 'mm/vmscan.c', say: 'Pages are reclaimed on request.' },
  shmem_fault: { file: SHMEM, say: 'The memfd is asked for the page of {page}.' },
  shmem_get_folio_gfp: {
    file: SHMEM,
    was: { fn: 'shmem_getpage_gfp', until: 'v6.0' },
    say: 'The file’s page cache is searched; a page that is missing is made.',
  },
  shmem_swapin_folio: {
    file: SHMEM,
    was: { fn: 'shmem_swapin_page', until: 'v5.18' },
    say: 'The page of the file is in swap and is read back.',
  },
  shmem_undo_range: {
    file: SHMEM,
    say: 'Pages are taken out of the file’s cache, and out of every mapping that still has them.',
  },
  shmem_fallocate: { file: SHMEM, say: 'A hole is punched into the file.' },
  do_huge_pmd_anonymous_page: {
    file: HUGE,
    say: 'First touch of anonymous memory, at a place where a huge page fits.',
  },
  do_huge_pmd_wp_page: { file: HUGE, say: 'A write to a huge page that is read-only.' },
  change_huge_pmd: {
    file: HUGE,
    say: 'The whole 2 MiB are covered, so the one huge entry is changed.',
  },
  __split_huge_pmd: {
    file: HUGE,
    say: 'The huge entry must give way to a table of 512 small ones.',
  },
  __split_huge_pmd_locked: {
    file: HUGE,
    say: 'Under the lock of the PMD table, the huge entry is replaced.',
  },
  zap_huge_pmd: { file: HUGE, say: 'The huge entry is taken away as a whole.' },
  copy_huge_pmd: { file: HUGE, say: 'The child gets the huge entry.' },
  madvise_collapse: {
    file: 'mm/khugepaged.c',
    releases: 'v6.1+',
    say: 'Small pages are to be gathered into a huge one.',
  },
  hpage_collapse_scan_pmd: {
    file: 'mm/khugepaged.c',
    say: 'The 512 entries are looked at: may they be collapsed into one?',
  },
  collapse_huge_page: {
    file: 'mm/khugepaged.c',
    say: 'The 512 pages are copied into one huge page.',
  },
  hpage_collapse_scan_file: {
    file: 'mm/khugepaged.c',
    say: 'The file’s cache is looked at: may these 2 MiB become one huge page?',
  },
  collapse_file: {
    file: 'mm/khugepaged.c',
    say: 'The small pages of the file are unmapped everywhere, and one huge page takes their place in the cache.',
  },
  retract_page_tables: {
    file: 'mm/khugepaged.c',
    say: 'Tables that keep the huge page from being mapped as one are given back, unless markers may live there.',
  },
  collapse_pte_mapped_thp: {
    file: 'mm/khugepaged.c',
    say: 'The file has a huge page already: small entries of it give way to one of 2 MiB.',
  },
  madvise_walk_vmas: { file: MADVISE, say: 'The advice is applied area by area.' },
  faultin_page_range: {
    file: 'mm/gup.c',
    was: { fn: 'faultin_vma_page_range', until: 'v6.9' },
    say: 'Pages are faulted in on the thread’s behalf.',
  },
  move_page_tables: { file: 'mm/mremap.c', say: 'Entries move to the new address.' },
  mmap_region: { file: 'mm/vma.c', say: 'A new area is added; nothing is mapped in it yet.' },
  dup_mmap: { file: 'mm/mmap.c', say: 'fork copies the address space, area by area.' },
  exit_mmap: { file: 'mm/mmap.c', say: 'The process has ended; its address space goes.' },
  do_pagemap_scan: {
    file: 'fs/proc/task_mmu.c',
    releases: 'v6.7+',
    say: 'PAGEMAP_SCAN: which pages were written?',
  },
  pagemap_scan_pmd_entry: {
    file: 'fs/proc/task_mmu.c',
    releases: 'v6.7+',
    say: 'The entries of one table are read.',
  },
  mmap_read_lock: {
    file: LOCKS,
    title: 'mmap_lock taken for reading',
    was: { fn: 'down_read', until: 'v5.7' },
    say: 'mmap_lock is taken for reading: areas stay as they are, and other readers may run.',
  },
  mmap_write_lock: {
    file: LOCKS,
    title: 'mmap_lock taken for writing',
    was: { fn: 'down_write', until: 'v5.7' },
    say: 'mmap_lock is taken for writing: nobody else may fault or change areas.',
  },
  mmap_unlock: {
    file: LOCKS,
    fn: 'mmap_read_unlock',
    title: 'mmap_lock dropped',
    say: 'mmap_lock is dropped.',
  },
  lock_vma_under_rcu: {
    file: 'mm/mmap_lock.c',
    releases: 'v6.4+',
    title: 'VMA lock taken',
    say: 'The area’s own lock is enough for a fault; mmap_lock is left alone.',
  },
  vma_end_read: {
    file: LOCKS,
    releases: 'v6.4+',
    title: 'VMA lock dropped',
    say: 'The area’s lock is dropped.',
  },
  pte_offset_map_lock: {
    file: 'include/linux/mm.h',
    title: 'Page-table lock taken',
    say: 'The lock of one page table is taken: its entries stay as they are.',
  },
  pte_unmap_unlock: {
    file: 'include/linux/mm.h',
    title: 'Page-table lock dropped',
    say: 'The page-table lock is dropped.',
  },
  folio_lock: {
    file: 'mm/filemap.c',
    title: 'Page lock taken',
    trust: 'simplified',
    say: 'The page is locked.',
  },
  folio_unlock: {
    file: 'mm/filemap.c',
    title: 'Page lock dropped',
    trust: 'simplified',
    say: 'The page is unlocked.',
  },
  inode_lock: {
    file: 'include/linux/fs.h',
    title: 'File locked',
    trust: 'simplified',
    say: 'The file is locked.',
  },
  inode_unlock: {
    file: 'include/linux/fs.h',
    title: 'File unlocked',
    trust: 'simplified',
    say: 'The file is unlocked.',
  },
  i_mmap_lock_read: {
    file: 'include/linux/fs.h',
    title: 'Mappings locked',
    trust: 'simplified',
    say: 'The list of the file’s mappings is locked.',
  },
  i_mmap_unlock_read: {
    file: 'include/linux/fs.h',
    title: 'Mappings unlocked',
    trust: 'simplified',
    say: 'The list of the file’s mappings is unlocked.',
  },
}
