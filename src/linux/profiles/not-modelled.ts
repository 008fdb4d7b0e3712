/** What the model leaves out or makes simpler, and why: so that nobody takes it for more than it is. */

export interface NotModelled {
  /** What a reader may look for. */
  readonly what: string
  /** What happens here instead, or why it does not matter to what is shown. */
  readonly reason: string
  /** 'absent': there is nothing of it · 'simplified': its effect is there, not its way · 'unverified': neither read nor run. */
  readonly kind: 'absent' | 'simplified' | 'unverified'
}

export const NOT_MODELLED: readonly NotModelled[] = [
  {
    what: 'hugetlbfs',
    kind: 'absent',
    reason: 'Huge pages are transparent ones only; the scenario language has no hugetlb mapping.',
  },
  {
    what: 'five-level page tables',
    kind: 'absent',
    reason: 'The P4D is folded into the PGD, as on a machine without LA57.',
  },
  {
    what: 'read-write protection: register rwp, UFFDIO_RWPROTECT',
    kind: 'absent',
    reason: 'v7.3 has it; the scenario language has not.',
  },
  {
    what: 'UFFDIO_MOVE and UFFDIO_POISON, guard markers, poisoned markers',
    kind: 'absent',
    reason: 'They have no word in the scenario language.',
  },
  {
    what: 'khugepaged, KSM, NUMA balancing, page migration, memory failure',
    kind: 'absent',
    reason:
      'They change entries at any moment; the recordings were made with them off. Collapse happens on request only.',
  },
  {
    what: 'multi-size huge pages of anonymous memory (mTHP)',
    kind: 'absent',
    reason: 'They were off in the recordings; a fault makes one page or a whole huge page.',
  },
  {
    what: 'what reclaim picks',
    kind: 'simplified',
    reason:
      'advise pageout takes each page that is mapped once, as long as there is swap: no references, no writeback, no memory control groups.',
  },
  {
    what: 'a truncate that cuts a huge page which is in swap whole, on 7.2.13',
    kind: 'simplified',
    reason:
      'The real call did not come back within two minutes, in five lines: a huge page of a file, advise pageout, truncate inside it. The model ends it, as 6.1 and 6.12 do.',
  },
  {
    what: 'the per-CPU list of fresh pages (LRU cache)',
    kind: 'simplified',
    reason:
      'It counts as drained, as in the recordings; the behaviour lru-cache-ref turns its reference on.',
  },
  {
    what: 'deferred flushes of reclaim',
    kind: 'simplified',
    reason:
      'Reclaim flushes page by page; the kernel gathers the flushes where other CPUs run the process.',
  },
  {
    what: 'page locks, the lock of the file, the lock of its mappings',
    kind: 'simplified',
    reason: 'They are taken and dropped at the right places but carry no wait queues of their own.',
  },
  {
    what: 'eviction from the TLB, page-walk caches, PCID',
    kind: 'simplified',
    reason:
      'A translation stays until it is flushed; that allows every stale access, so no outcome is lost.',
  },
  {
    what: 'file systems with writeback',
    kind: 'absent',
    reason:
      'Files are memfds and tmpfs files; page_mkwrite and dirty accounting have nothing to do there.',
  },
  {
    what: 'memory pressure, overcommit, memory control groups',
    kind: 'absent',
    reason:
      'A machine has room for what the language allows; ENOMEM comes from the model’s own limits only.',
  },
  {
    what: 'signals other than those of an access',
    kind: 'simplified',
    reason:
      'An access that is killed ends there with SIGSEGV or SIGBUS, and the thread goes on, as with a handler that skips it.',
  },
  {
    what: 'threads that one call wakes together',
    kind: 'simplified',
    reason:
      'They go on one after the other; on a machine they run at once, and who comes first is chance. The explorer tries every order.',
  },
  {
    what: 'several userfaultfds at a time',
    kind: 'absent',
    reason:
      'The language has one; errors that need two (EBUSY of another context) cannot be reached.',
  },
  {
    what: 'pagemap itself',
    kind: 'simplified',
    reason:
      'State records are read off the entries; where a kernel is seen through pagemap only, they leave out what it does not tell.',
  },
  {
    what: 'the wrong neighbour before vma-cut',
    kind: 'simplified',
    reason:
      'Where REGISTER and UNREGISTER begin inside an area, v6.1–v6.3 ask about the area before it too; the answer is no, and a debug kernel complains.',
  },
  {
    what: 'a huge entry of a file with uffd-wp',
    kind: 'unverified',
    reason: 'Only a kernel without wp-file-thp could have one; no release did.',
  },
  {
    what: 'copy-on-write in v5.8, and releases between those that were read',
    kind: 'unverified',
    reason:
      'v5.8, v5.9, v5.13, v5.16, v6.6–v6.7, v6.9–v6.11, v6.14–v6.17, v6.19 and v7.0 are told from their neighbours and their commits.',
  },
  {
    what: 'first releases of some differences',
    kind: 'unverified',
    reason: 'Where a rule says “between” or “about”, only its neighbours were read.',
  },
]
