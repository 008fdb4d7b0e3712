/**
 * What each behaviour means, in one sentence, and the releases that have it: patches from their own table, the rest
 * from the one below. Read by comparisons, to say why two kernels part.
 */
import type { BehaviourId, OtherId, PatchId } from './behaviours.ts'
import { OTHER_IDS } from './behaviours.ts'
import { PATCHES } from './patches.ts'

export interface Rule {
  readonly id: BehaviourId
  /** The first release that has it, in words: `v5.19`, `about v6.9`, or `no release`. */
  readonly since: string
  /** The last release that has it, where it has gone again. */
  readonly until: string | null
  /** What holds with it, in one sentence. */
  readonly rule: string
  /** The commit's subject, where it is a patch. */
  readonly subject: string | null
}

type RuleText = readonly [since: string, rule: string, until?: string]

const OTHER_RULES: Readonly<Record<OtherId, RuleText>> = {
  'feature-minor-shmem': [
    'v5.14',
    'Shared memory can be registered for minor faults, and UFFDIO_CONTINUE maps a page that the file already has.',
  ],
  'feature-exact-address': [
    'v5.18',
    'The handshake knows the feature by which messages carry the exact address of an access.',
  ],
  'continue-wp': ['v6.4', 'UFFDIO_CONTINUE can map a page write-protected.'],
  'tlb-gather': [
    'v5.19',
    'A change of protection flushes only translations that became stale, not the whole range that it walked.',
  ],
  'cow-mapcount': [
    'before v5.7',
    'Copy-on-write takes a page over in place when nothing else maps it, whoever holds a reference to it.',
    'about v5.8',
  ],
  'cow-lru-drain': [
    'v5.18',
    'Copy-on-write first takes a fresh page out of the per-CPU list, whose reference would force a copy.',
  ],
  'anon-exclusive': [
    'v5.19',
    'A flag of the page says that only one process has it, and copy-on-write takes such a page over in place.',
  ],
  'wp-shared-first': [
    'v6.2',
    'A write fault asks whether the area is shared before it asks what kind of page is there.',
  ],
  'change-writable': [
    'v6.0',
    'mprotect() gives RW back at once to dirty pages that nobody else has.',
  ],
  'change-writable-clean': [
    'v6.2',
    'mprotect() gives RW back at once to clean pages too, if nobody else has them.',
  ],
  'swp-marker-31': ['v6.2', 'A marker is a swap entry of type 31; it was 30 before.'],
  'map-dirty-folio': [
    'between v6.13 and v6.18',
    'A read fault maps a dirty page of a file dirty, where the entry is writable.',
  ],
  'swapin-writable': [
    'between v6.9 and v6.12',
    'A page that is read back from swap and belongs to nobody else is mapped writable even for a read.',
  ],
  'split-keeps-dirty': [
    'after v6.1',
    'Splitting a huge page leaves the dirty bit on each of its 512 entries.',
  ],
  'huge-saved-dirty': [
    'between v6.12 and v6.18',
    'A huge entry that loses RW keeps its dirty bit as SAVED_DIRTY.',
  ],
  'huge-zero-write-huge': [
    'between v6.12 and v6.18',
    'A write to the huge zero page allocates a whole huge page at once.',
  ],
  'huge-zero-special': [
    'between v6.12 and v6.18',
    'The entry of the huge zero page has the SPECIAL bit.',
  ],
  'huge-zero-split-wp': [
    'v6.2',
    'Splitting the huge zero page leaves uffd-wp on each of its 512 entries.',
  ],
  'exclusive-by-head': [
    'before v5.7',
    'A huge mapping counts as mapped once if its first page is mapped once.',
    'about v6.9',
  ],
  'map-whole-folio': [
    'v6.11',
    'A fault maps all pages of a large folio of the file, where nothing is registered.',
  ],
  'fault-around-folio': [
    'between v6.13 and v6.18',
    'Fault-around maps all of a large folio that fits the area, not only its window of 16 pages.',
  ],
  'split-maps-zero-page': [
    'v6.12',
    'Splitting a huge anonymous page gives its zero-filled parts back and maps the zero page there.',
  ],
  'dontneed-frees-tables': [
    'v6.14',
    'MADV_DONTNEED of all that a page table serves frees the table too, if it is empty then.',
  ],
  'split-nonuniform': ['v6.15', 'A large folio of a file is split no further than a cut needs.'],
  populate: ['v5.14', 'MADV_POPULATE_READ and MADV_POPULATE_WRITE fault pages in on request.'],
  collapse: ['v6.1', 'MADV_COLLAPSE gathers 512 small pages into a huge one on request.'],
  'collapse-busy': [
    'between v6.1 and v6.12',
    'MADV_COLLAPSE answers EBUSY where it may work later, and not EINVAL for every refusal.',
  ],
  'collapse-retracts-all': [
    'v6.6',
    'Collapsing pages of a file gives back the page tables of all who map them, not only of the caller.',
  ],
  'collapse-spares-missing': [
    'v6.4',
    'MADV_COLLAPSE does not fill holes of a file that somebody has registered for missing faults.',
  ],
  'migration-keeps-dirty': [
    'v6.1',
    'Where a huge page itself is split, the entries of its pieces keep D; a split of the mapping alone may not.',
  ],
  'swap-whole-huge': [
    'about v6.14',
    'A huge page goes to a swap device as one; before, and to a swap file, it is split first and goes page by page.',
  ],
  'collapse-read-only': [
    'between v6.13 and v6.18',
    'MADV_COLLAPSE takes a range in which no page may be written, where it answered EINVAL before.',
  ],
  'mprotect-unaccounts': [
    'v6.7',
    'An area without pages of its own that becomes read-only no longer counts as committed, and merges with such areas.',
  ],
  'merge-into-unfaulted': [
    'v6.16',
    'An area with pages of its own merges into a neighbour that has none yet, not only the other way round.',
  ],
  'mremap-multi-vma': [
    'between v6.13 and v6.18',
    'mremap() moves a range of several areas one by one, where it answered EFAULT before.',
  ],
  'mremap-pud': [
    'v5.11',
    'mremap() makes the upper table of the new place even where nothing hangs below the old one.',
  ],
  'populate-stops-at-hole': [
    'v6.9',
    'MADV_POPULATE_READ and WRITE end with ENOMEM at a hole; before, they went on behind it.',
  ],
  'advice-keeps-folios': [
    'about v6.10',
    'MADV_COLD, PAGEOUT and FREE of all of a large folio leave it whole where small entries map it.',
  ],
  'shared-by-mm': [
    'between v6.13 and v6.18',
    'Whether others map a huge page is counted by process, for two at a time; before, it was guessed from how often its pages are mapped.',
  ],
  'lazyfree-counts-references': [
    'v5.18',
    'A page that MADV_FREE gave up is not dropped while somebody else refers to it.',
  ],
  'lazyfree-stays': [
    'v6.15',
    'Such a page can be dropped later; before, it was an ordinary page again.',
  ],
  'cow-copies-parts': [
    'about v6.10',
    'Copy-on-write copies the last mapped part of a huge page, and gives the huge page back; before, it was reused.',
  ],
  'cow-reuses-parts': [
    'v6.15',
    'Copy-on-write leaves a part of a huge page in place where only the writer maps the huge page.',
  ],
  'swapin-whole-folio': [
    'v6.10',
    'A fault on a swapped-out page maps all of the large folio that the swap cache still has.',
  ],
  'collapse-of-nothing': [
    'between v6.18 and v7.2',
    'MADV_COLLAPSE of a range that holds no whole huge page answers 0; before it was EINVAL.',
  ],
  'collapse-past-none': [
    'about v7.0',
    'MADV_COLLAPSE goes on behind 2 MiB that have no page table; before, it ended there.',
  ],
  'nohugepage-maps-small': [
    'v6.12',
    'After MADV_NOHUGEPAGE a huge page of a file is mapped by small entries.',
  ],
  'huge-cache-fits-area': [
    'about v6.11',
    'A file gets a huge page only where the area of the fault has room for all of it.',
  ],
  'collapse-makes-tables': [
    'between v6.13 and v6.18',
    'MADV_COLLAPSE of a file makes upper tables that are missing; before, it was EINVAL there.',
  ],
  'advice-follows-areas': [
    'between v6.13 and v6.18',
    'Advice that waited for its event to be read goes on where the area ends by then, not where it ended before.',
  ],
  'scan-none-written': [
    'between v6.18 and v7.1',
    'PAGEMAP_SCAN reports an entry that is none as written.',
  ],
  'scan-wp-vma-only': [
    'v7.3',
    'PAGEMAP_SCAN reports pages as written only where the area is registered for write-protection.',
  ],
  'released-retry': [
    'between v6.13 and v6.18',
    'A fault that meets a userfaultfd which is being closed is retried.',
  ],
  'soft-dirty': [
    'a matter of configuration',
    'The kernel was built to track soft-dirty: entries carry the SOFT_DIRTY bit.',
  ],
  'fill-prepares-first': [
    'v6.9',
    'UFFDIO_COPY and its kind prepare a private area for anonymous pages before they refuse it.',
  ],
  'fill-beyond-end': [
    'between v6.18 and v7.2',
    'Beyond the end of a shared file UFFDIO_CONTINUE answers EFAULT and UFFDIO_COPY ENOMEM; before it was EINVAL and EFAULT.',
  ],
  'copy-wp-always': [
    'v5.18',
    'UFFDIO_COPY with write-protection marks the entry whether or not the area is writable.',
  ],
  'swapin-frees-late': [
    'between v6.18 and v7.2',
    'A page that is read back from swap leaves the swap cache after it was mapped, so a write takes it over in a second step.',
  ],
  'free-sharers-total': [
    'v6.1',
    'MADV_FREE takes a huge page that small entries map for shared, as it counts the mappings of all its pages.',
    'v6.5',
  ],
  'cold-sharers-total': [
    'v6.3',
    'MADV_COLD and MADV_PAGEOUT take a huge page that small entries map for shared, as they count the mappings of all its pages.',
    'v6.5',
  ],
  'free-sharers-head': [
    'v6.6',
    'MADV_FREE takes a huge page that small entries map for shared unless its first page is mapped exactly once.',
  ],
  'sharers-head': [
    'v6.6',
    'Advice takes a huge page for shared unless its first page is mapped exactly once.',
  ],
  'sharers-likely': [
    'v6.9',
    'Advice takes a huge page for shared if its first page is mapped more than once.',
  ],
  'pageout-ignores-references': [
    'about v6.9',
    'Reclaim on request ignores the accessed bit and leaves it as it is, where it was cleared before.',
  ],
}

/** The rule of a behaviour. */
export function ruleOf(id: BehaviourId): Rule {
  const patch = PATCHES.find((one) => one.id === id)
  if (patch !== undefined) {
    const { since, rule, subject } = patch
    return { id, since, until: null, rule, subject }
  }
  const text = OTHER_RULES[id as OtherId]
  return { id, since: text[0], until: text[2] ?? null, rule: text[1], subject: null }
}

/** `v5.19`, or `until v6.1` for what has gone again. */
export function whenOf({ since, until }: NamedRule): string {
  return until === null ? since : `until ${until}`
}

/** A rule under the name that a reader knows it by: the whole patch where all its parts are meant. */
export type NamedRule = Omit<Rule, 'id'> & { readonly id: string }

/** Rules of several behaviours, the parts of a patch as one. */
export function namedRules(ids: readonly BehaviourId[]): NamedRule[] {
  const rest = new Set<BehaviourId>(ids)
  const named: NamedRule[] = []
  for (const id of ids) {
    if (!rest.has(id)) continue
    const whole = PATCHES.find(
      ({ switches }) =>
        switches.length > 1 &&
        switches.includes(id as PatchId) &&
        switches.every((s) => rest.has(s)),
    )
    for (const one of whole?.switches ?? [id]) rest.delete(one)
    if (whole === undefined) named.push(ruleOf(id))
    else {
      const { since, rule, subject } = whole
      named.push({ id: whole.id, since, until: null, rule, subject })
    }
  }
  return named
}

/** Is this behaviour no patch: a difference between releases that cannot be switched by itself? */
export function isPlain(id: BehaviourId): id is OtherId {
  return (OTHER_IDS as readonly string[]).includes(id)
}
