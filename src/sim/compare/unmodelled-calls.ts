/**
 * Kernel functions that recordings show and the simulator does not enter, each with the reason. The one list of what a
 * comparison of call trees leaves out.
 */
export interface UnmodelledCall {
  readonly fn: string
  /** 'alone': its callees belong to its caller · 'with callees': what it calls is left out as well. */
  readonly leaveOut: 'alone' | 'with callees'
  /** Only where this function has called it, directly or not. */
  readonly under?: string
  readonly reason: string
}

export const UNMODELLED_CALLS: readonly UnmodelledCall[] = [
  {
    fn: 'flush_tlb_batched_pending',
    leaveOut: 'with callees',
    reason:
      'Reclaim flushes at once here, so no flush of its own is ever left over for a later walk.',
  },
  {
    fn: 'arch_tlbbatch_flush',
    leaveOut: 'with callees',
    reason:
      'Reclaim flushes page by page here; the kernel gathers the flushes where other CPUs run the process.',
  },
  {
    fn: 'ptep_clear_flush',
    leaveOut: 'with callees',
    under: 'try_to_unmap_one',
    reason:
      'Whether reclaim flushes here or later depends on which CPUs ran the process in that moment.',
  },
  {
    fn: 'native_flush_tlb_multi',
    leaveOut: 'with callees',
    reason: 'How the other CPUs are told. The flush itself is a step of flush_tlb_mm_range().',
  },
  {
    fn: 'flush_tlb_func',
    leaveOut: 'with callees',
    reason:
      'What each CPU does when it is told. The flush itself is a step of flush_tlb_mm_range().',
  },
  {
    fn: 'uprobe_munmap',
    leaveOut: 'with callees',
    reason: 'There are no probes in the model.',
  },
  {
    fn: 'madvise_vma_behavior',
    leaveOut: 'alone',
    reason: 'The loop over the areas and its body are one function here, madvise_walk_vmas().',
  },
  {
    fn: 'split_huge_pmd_address',
    leaveOut: 'alone',
    reason: 'A cut through a huge mapping goes straight to __split_huge_pmd().',
  },
  {
    fn: '__p4d_alloc',
    leaveOut: 'with callees',
    reason: 'With four levels the P4D is folded into the PGD.',
  },
]
