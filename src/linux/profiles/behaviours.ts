/**
 * Everything in which the modelled releases differ, one name a difference. The code of `mm/` and `fs/` asks for a
 * behaviour and never for a version; a profile (`profiles/index.ts`) is the list of those that hold.
 *
 * PATCHES are the behaviours that came with one commit about userfaultfd and can be put on or taken away by `+id` and
 * `-id`; the others only tell releases apart.
 */

/** Behaviours that a reader can switch: the patches of the story, named as in the lists of the kernel. */
export const PATCH_IDS = [
  'uffd-wp-bit',
  'swap-wp-bit',
  'wp-api',
  'flush-before-cow',
  'fork-wp-child',
  'marker-fault',
  'marker-fault.keep-bit',
  'persist-on-zap',
  'wp-none-pte.marker',
  'wp-none-pte.prepopulate',
  'wp-file-thp',
  'fork-markers',
  'khugepaged-keep',
  'pagemap-markers',
  'wp-file-enable',
  'unregister-reset',
  'wp-writenotify',
  'fork-marker-noevent',
  'mkuffd-wrprotect',
  'resolve-upgrade',
  'prepare-enomem',
  'wp-multi-vma',
  'wp-unpopulated',
  'vma-cut',
  'fault-vma-lock',
  'saved-dirty',
  'wp-async',
  'pagemap-scan',
  'close-reset',
  'mremap-clear',
  'unregister-owner',
  'must-wait-present',
  'rereg-busy',
  'unregister-wake',
  /** A CPU's LRU cache holds a reference to each of the up to 15 pages that it made last. Off: drained at once. */
  'lru-cache-ref',
] as const
export type PatchId = (typeof PATCH_IDS)[number]

/** Differences that are no patch about userfaultfd. */
export const OTHER_IDS = [
  /** Features of the handshake, by the release that brought them. */
  'feature-minor-shmem',
  'feature-exact-address',
  /** CONTINUE accepts MODE_WP (v6.4). */
  'continue-wp',
  /** The ioctl's flush covers only entries that need it (v5.19). */
  'tlb-gather',
  /** COW reuses by: total mapcount (v5.7–v5.8) · reference count (v5.9–v5.18) · PageAnonExclusive first (v5.19). */
  'cow-mapcount',
  'cow-lru-drain',
  'anon-exclusive',
  /** do_wp_page looks at VM_SHARED before the page (v6.2). */
  'wp-shared-first',
  /** mprotect and resolve may give RW back where it is safe: dirty private (v6.0), clean private too (v6.2). */
  'change-writable',
  'change-writable-clean',
  /** The uffd-wp marker is swap type 31, not 30 (v6.2). */
  'swp-marker-31',
  /** A read fault maps a dirty page-cache page dirty where the entry is writable (between v6.13 and v6.18). */
  'map-dirty-folio',
  /** Swap-in of an exclusive page maps it writable for a read too, and not dirty under uffd-wp (about v6.9–v6.12). */
  'swapin-writable',
  /** Splitting a huge page leaves D on its 512 entries (after v6.1). */
  'split-keeps-dirty',
  /** A huge entry keeps D as SAVED_DIRTY when it loses RW (after v6.12). */
  'huge-saved-dirty',
  /** Write to the huge zero page makes a huge page at once (after v6.12). */
  'huge-zero-write-huge',
  /** The huge zero page's entry has SPECIAL (after v6.12). */
  'huge-zero-special',
  /** A split huge zero page keeps uffd-wp (v6.2 era, 6.1.y). */
  'huge-zero-split-wp',
  /** "Mapped exclusively" of a huge mapping is judged by its head page (not in v6.12). */
  'exclusive-by-head',
  /** A fault in a file maps the whole large folio where nothing is registered (v6.11). */
  'map-whole-folio',
  /** Fault-around maps all of a large folio that fits area and table, not only the window of 16 pages (v6.18). */
  'fault-around-folio',
  /** Splitting a huge anonymous page maps the zero page where a part holds nothing but zeroes (v6.12). */
  'split-maps-zero-page',
  /** MADV_DONTNEED of a whole page table's span frees the table if it is empty then (v6.14). */
  'dontneed-frees-tables',
  /** A large folio of a file is split no further than needed (v6.15). */
  'split-nonuniform',
  /** MADV_POPULATE_READ and MADV_POPULATE_WRITE exist (v5.14). */
  'populate',
  /** MADV_COLLAPSE exists (v6.1), says EINVAL for everything that it refuses (v6.1), or EBUSY for some (later). */
  'collapse',
  'collapse-busy',
  /** Collapsing a file takes the page tables of every process that maps it, not only the caller's (v6.6). */
  'collapse-retracts-all',
  /** Collapsing a file leaves holes alone that a monitor waits for to be touched (v6.4). */
  'collapse-spares-missing',
  /** The pieces of a huge page that is itself split keep A and D of its entry (v6.1). */
  'migration-keeps-dirty',
  /** A huge page goes to the recorded machines' swap as one; before, it is split first (between v6.13 and v7.1). */
  'swap-whole-huge',
  /** MADV_COLLAPSE takes a range in which nothing may be written (between v6.13 and v6.18). */
  'collapse-read-only',
  /** mprotect takes VM_ACCOUNT back from an area that never had a page of its own (v6.7). */
  'mprotect-unaccounts',
  /** An area with pages merges into a neighbour that has none yet, too (v6.16). */
  'merge-into-unfaulted',
  /** mremap moves a range of several areas one by one (between v6.13 and v6.18). */
  'mremap-multi-vma',
  /** mremap makes the upper table of the new place even where nothing hangs below the old one (v5.11). */
  'mremap-pud',
  /** MADV_POPULATE ends with ENOMEM at a hole, instead of going on behind it (v6.9). */
  'populate-stops-at-hole',
  /** Advice about all of a large folio leaves it whole where small entries map it (v6.10). */
  'advice-keeps-folios',
  /** Whether several processes map a huge page is counted for two of them at a time, not guessed from its pages (between
   *  v6.13 and v6.18). */
  'shared-by-mm',
  /** Before that advice takes a huge page for shared by how often one page of it is mapped; or all of it, in MADV_FREE
   *  (v6.1) and in the others (v6.3); or its first page (v6.6; in MADV_FREE also 6.1.y): shared unless it is once; or
   *  only if it is more than once (v6.9). */
  'free-sharers-total',
  'cold-sharers-total',
  'free-sharers-head',
  'sharers-head',
  'sharers-likely',
  /** A page that MADV_FREE gave up is not dropped while somebody refers to it (v5.18), and stays given up (v6.15). */
  'lazyfree-counts-references',
  'lazyfree-stays',
  /** Copy-on-write copies a part of a huge page even where nothing else of it is mapped (v6.10). */
  'cow-copies-parts',
  /** But not where only the writer maps the huge page (v6.15). */
  'cow-reuses-parts',
  /** A fault maps all of a large folio that it finds whole in the swap cache (v6.10). */
  'swapin-whole-folio',
  /** MADV_COLLAPSE of less than one huge page answers 0 (between v6.18 and v7.2). */
  'collapse-of-nothing',
  /** MADV_COLLAPSE goes on behind 2 MiB that have no page table, where the table above is there (about v7.0). */
  'collapse-past-none',
  /** MADV_NOHUGEPAGE also keeps a huge page of a file from being mapped as one (v6.12). */
  'nohugepage-maps-small',
  /** A file gets a huge page only where the faulting area could map it as one (v6.11). */
  'huge-cache-fits-area',
  /** MADV_COLLAPSE of a file makes the upper tables that are missing (between v6.13 and v6.18). */
  'collapse-makes-tables',
  /** Advice that waited for its event to be read goes on where the area then ends, not where it ended before (between
   *  v6.13 and v6.18). */
  'advice-follows-areas',
  /** PAGEMAP_SCAN reports none entries as written everywhere (after v6.18.2, 6.12.y, 6.18.y), where a
   *  table is missing only in wp areas; or all of them only in wp areas (v7.3). */
  'scan-none-written',
  'scan-wp-vma-only',
  /** A fault on a released context retries instead of NOPAGE (between v6.13 and v6.18, 6.12.y). */
  'released-retry',
  /** The build tracks soft-dirty (CONFIG_MEM_SOFT_DIRTY). */
  'soft-dirty',
  /** COPY, ZEROPAGE and CONTINUE give a private area its anon_vma before they look whether it is registered (v6.9). */
  'fill-prepares-first',
  /** Beyond the end of a shared file CONTINUE answers EFAULT and COPY ENOMEM, instead of EINVAL and EFAULT (between
   *  v6.18 and v7.2). */
  'fill-beyond-end',
  /** COPY with MODE_WP marks the entry whether or not the area is writable (v5.18). */
  'copy-wp-always',
  /** A swapped-in page leaves the swap cache only after it is mapped, so its references do not show it exclusive. */
  'swapin-frees-late',
  /** MADV_PAGEOUT leaves A alone and ignores it, instead of clearing it first (v6.9). */
  'pageout-ignores-references',
] as const
export type OtherId = (typeof OTHER_IDS)[number]

export type BehaviourId = PatchId | OtherId
export type Behaviours = Readonly<Record<BehaviourId, boolean>>

export const BEHAVIOUR_IDS: readonly BehaviourId[] = [...PATCH_IDS, ...OTHER_IDS]
