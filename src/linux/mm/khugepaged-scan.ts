/** What a try to collapse 2 MiB comes to. Linux: mm/khugepaged.c enum scan_result, madvise_collapse_errno(). */
import type { Ret } from '../include/errno.ts'
import type { Kernel } from '../include/kernel.ts'

export type Scan =
  | 'SUCCEED'
  /** The cache has a huge page already; it only has to be mapped as one. */
  | 'PTE_MAPPED_HUGEPAGE'
  | 'FAIL'
  /** There is no table of the level above. */
  | 'PMD_NULL'
  /** That table is there, and its entry for these 2 MiB is empty. */
  | 'PMD_NONE'
  | 'PTE_NON_PRESENT'
  | 'PTE_UFFD_WP'
  | 'EXCEED_NONE_PTE'
  | 'PAGE_ANON'
  | 'PAGE_COUNT'
  | 'PAGE_LOCK'
  | 'PAGE_NULL'
  | 'PAGE_RO'
  | 'TRUNCATED'
  | 'VMA_CHECK'
  | 'ALLOC_HUGE_PAGE_FAIL'

/** After these the next 2 MiB are tried all the same. */
const GOES_ON: ReadonlySet<Scan> = new Set([
  'SUCCEED',
  'PMD_NULL',
  'PTE_NON_PRESENT',
  'PTE_UFFD_WP',
  'PAGE_COUNT',
  'PAGE_LOCK',
  'PAGE_NULL',
  'PAGE_RO',
])

/** Before v7.0 (`collapse-past-none`) an empty entry of the level above ended the call. */
export function goesOn(k: Kernel, scan: Scan): boolean {
  return GOES_ON.has(scan) || (scan === 'PMD_NONE' && k.b['collapse-past-none'])
}

export function madvise_collapse_errno(k: Kernel, scan: Scan): Ret {
  switch (scan) {
    case 'SUCCEED':
      return 0
    case 'ALLOC_HUGE_PAGE_FAIL':
      return 'ENOMEM'
    case 'EXCEED_NONE_PTE':
      return k.b['collapse-busy'] ? 'EBUSY' : 'EINVAL'
    case 'PAGE_COUNT':
    case 'PAGE_LOCK':
      return 'EAGAIN'
    default:
      return 'EINVAL'
  }
}
