/**
 * The patches that can be put on a kernel (`+id`) or taken away (`-id`): what each is, and what it needs.
 * Facts of the commits: subject (shortened), id, first release.
 */
import type { BehaviourId, PatchId } from './behaviours.ts'
import type { Profile } from './profile.ts'

export interface Patch {
  readonly id: string
  readonly subject: string
  /** Abbreviated commit id; null: none, or not known for certain. */
  readonly commit: string | null
  readonly since: string
  /** What holds with it, in one sentence. */
  readonly rule: string
  /** The behaviours that it switches. */
  readonly switches: readonly PatchId[]
  /** Behaviours without which it cannot be put on: those of the patches before it in its series. */
  readonly needs: readonly BehaviourId[]
  /** Patches whose code it calls: they cannot be taken away while it stays. */
  readonly builtOn: readonly PatchId[]
}

function patch(
  id: string,
  since: string,
  commit: string | null,
  subject: string,
  rule: string,
  more: {
    readonly switches?: readonly PatchId[]
    readonly needs?: readonly BehaviourId[]
    readonly builtOn?: readonly PatchId[]
  } = {},
): Patch {
  return {
    id,
    subject,
    commit,
    since,
    rule,
    switches: more.switches ?? [id as PatchId],
    needs: more.needs ?? [],
    builtOn: more.builtOn ?? [],
  }
}

export const PATCHES: readonly Patch[] = [
  patch(
    'uffd-wp-bit',
    'v5.7',
    '292924b26024',
    'userfaultfd: wp: apply _PAGE_UFFD_WP bit',
    'A page is write-protected for the monitor only where its own bit says so; resolving clears that bit and leaves RW to copy-on-write.',
    { needs: ['wp-api'] },
  ),
  patch(
    'swap-wp-bit',
    'v5.7',
    'f45ec5ff16a7',
    'userfaultfd: wp: support swap and page migration',
    'A swap entry keeps uffd-wp in a bit of its own, both ways.',
    { needs: ['uffd-wp-bit'] },
  ),
  patch(
    'wp-api',
    'v5.7',
    '63b2d4174c4a',
    'userfaultfd: wp: add the writeprotect API',
    'UFFDIO_WRITEPROTECT exists, and ranges can be registered for write-protection.',
  ),
  patch(
    'flush-before-cow',
    'v5.12',
    '6ce64428d620',
    'mm/userfaultfd: fix memory corruption due to writeprotect',
    'A write fault in a protected area flushes the page’s translation before it copies, if another flush is pending.',
    { needs: ['wp-api'] },
  ),
  patch(
    'fork-wp-child',
    'v5.14',
    '8f34f1eac382',
    'mm/userfaultfd: fix uffd-wp special cases for fork()',
    'A child’s entries keep uffd-wp only if the child itself is registered.',
    { needs: ['wp-api'] },
  ),
  patch(
    'marker-fault',
    'v5.19',
    '9c28a205c061',
    'mm/shmem: handle uffd-wp special pte in page fault handler',
    'A fault on a marker maps the page read-only with uffd-wp.',
    { switches: ['marker-fault', 'marker-fault.keep-bit'], needs: ['uffd-wp-bit'] },
  ),
  patch(
    'marker-fault.keep-bit',
    'v5.19',
    '9c28a205c061',
    'part of marker-fault: remember the bit',
    'The page that takes a marker’s place is mapped protected; without it the protection is lost silently.',
    { needs: ['marker-fault'] },
  ),
  patch(
    'persist-on-zap',
    'v5.19',
    '999dad824c39',
    'mm/shmem: persist uffd-wp bit across zapping for file-backed',
    'Zapping a protected page of a file leaves a marker, and markers survive zapping.',
    { needs: ['marker-fault'] },
  ),
  patch(
    'wp-none-pte',
    'v5.19',
    'fe2567eb5521',
    'mm/shmem: allow uffd wr-protect none pte for file-backed mem',
    'Protecting a none entry of a file makes the missing tables and installs a marker; resolving turns it back into none.',
    {
      switches: ['wp-none-pte.marker', 'wp-none-pte.prepopulate'],
      needs: ['marker-fault', 'persist-on-zap'],
    },
  ),
  patch(
    'wp-none-pte.marker',
    'v5.19',
    'fe2567eb5521',
    'part of wp-none-pte: the marker',
    'A none entry of a file becomes a marker when it is protected.',
    { needs: ['marker-fault', 'persist-on-zap'] },
  ),
  patch(
    'wp-none-pte.prepopulate',
    'v5.19',
    'fe2567eb5521',
    'part of wp-none-pte: the tables',
    'Tables that are missing are made before a range is protected, so that there is a place for markers.',
    { needs: ['marker-fault', 'persist-on-zap'] },
  ),
  patch(
    'wp-file-thp',
    'v5.19',
    '019c2d8b959c',
    'mm/shmem: allows file-back mem to be uffd wr-protected on thps',
    'Protecting a huge file mapping drops it first and goes on with small entries.',
    { needs: ['wp-none-pte.marker'] },
  ),
  patch(
    'fork-markers',
    'v5.19',
    'c56d1b62cce8',
    'mm/shmem: handle uffd-wp during fork()',
    'fork copies the tables of an area that stays registered in the child, markers included.',
    { needs: ['wp-file-thp'] },
  ),
  patch(
    'khugepaged-keep',
    'v5.19',
    'deb4c93a9871',
    'mm/khugepaged: don’t recycle vma pgtable if uffd-wp registered',
    'khugepaged leaves the tables of registered file mappings alone.',
    { needs: ['fork-markers'] },
  ),
  patch(
    'pagemap-markers',
    'v5.19',
    '8e165e73e6d0',
    'mm: enable PTE markers in pagemap',
    'pagemap shows uffd-wp of markers.',
    { needs: ['khugepaged-keep'] },
  ),
  patch(
    'wp-file-enable',
    'v5.19',
    'b1f9e876862d',
    'mm/uffd: enable write protection for shmem & hugetlbfs',
    'Shared memory and files in memory can be registered for write-protection.',
    { needs: ['pagemap-markers'] },
  ),
  patch(
    'unregister-reset',
    'v6.0',
    'f369b07c8614',
    'mm/uffd: reset write protection when unregister with wp-mode',
    'UNREGISTER clears uffd-wp and removes markers.',
  ),
  patch(
    'wp-writenotify',
    'v6.2',
    '51d3d5eb74ff',
    'mm/userfaultfd: enable writenotify while userfaultfd-wp is enabled',
    'A shared area that is registered for write-protection maps nothing writable by default.',
    { needs: ['wp-file-enable'] },
  ),
  patch(
    'fork-marker-noevent',
    'v6.2',
    '49d6d7fb6313',
    'mm/uffd: fix pte marker when fork() without fork event',
    'A child that is not registered gets no markers.',
    { needs: ['fork-markers'] },
  ),
  patch(
    'mkuffd-wrprotect',
    'v6.3',
    'f1eb1bacfba9',
    'mm/uffd: always wr-protect pte in pte|pmd_mkuffd_wp()',
    'Setting uffd-wp clears RW in the same helper.',
  ),
  patch(
    'resolve-upgrade',
    'v6.3',
    '931298e103c2',
    'mm/userfaultfd: rely on vma->vm_page_prot in uffd_wp_range()',
    'Resolving gives RW back at once where nobody else has the page; shared memory waits for its next write.',
    { needs: ['wp-writenotify'], builtOn: ['wp-writenotify'] },
  ),
  patch(
    'prepare-enomem',
    'v6.3',
    null,
    'mm/uffd: detect pgtable allocation failures',
    'If a table cannot be made, protecting answers ENOMEM instead of skipping the range.',
  ),
  patch(
    'wp-multi-vma',
    'v6.4',
    'a1b92a3f1498',
    'mm/userfaultfd: support WP on multiple VMAs',
    'One UFFDIO_WRITEPROTECT may cover several areas; holes are skipped.',
  ),
  patch(
    'wp-unpopulated',
    'v6.4',
    '2bad466cc9d9',
    'mm/uffd: UFFD_FEATURE_WP_UNPOPULATED',
    'With that feature none entries of anonymous memory can hold markers too.',
    { needs: ['wp-none-pte.marker', 'wp-none-pte.prepopulate'] },
  ),
  patch(
    'vma-cut',
    'v6.4',
    '270aa0106206',
    'mm/userfaultfd: fix vma operation where start addr cuts part of vma',
    'Registering or unregistering from the middle of an area merges with the area behind it, if that is alike.',
  ),
  patch(
    'fault-vma-lock',
    'v6.6',
    null,
    'mm: handle userfaults under VMA lock',
    'A fault that goes to the monitor holds the area’s lock, not mmap_lock.',
  ),
  patch(
    'saved-dirty',
    'v6.6',
    null,
    'x86/mm: introduce _PAGE_SAVED_DIRTY',
    'A read-only entry keeps D in bit 58, so that it never looks like a shadow stack.',
  ),
  patch(
    'wp-async',
    'v6.7',
    'd61ea1cb0095',
    'userfaultfd: UFFD_FEATURE_WP_ASYNC',
    'With that feature the kernel resolves write-protect faults itself.',
    { needs: ['wp-unpopulated'], builtOn: ['wp-unpopulated'] },
  ),
  patch(
    'pagemap-scan',
    'v6.7',
    '52526ca7fdb9',
    'fs/proc/task_mmu: implement IOCTL to get and optionally clear info',
    'PAGEMAP_SCAN exists.',
  ),
  patch(
    'close-reset',
    'v6.9',
    'c88033efe9a3',
    'mm/userfaultfd: reset ptes when close() for wr-protected ones',
    'Closing the userfaultfd clears uffd-wp and removes markers.',
    { needs: ['unregister-reset'] },
  ),
  patch(
    'mremap-clear',
    'v6.13',
    '0cef0bb836e3',
    'mm: clear uffd-wp PTE/PMD state on mremap()',
    'Memory that moves without its registration leaves uffd-wp behind.',
  ),
  patch(
    'unregister-owner',
    'v6.17',
    null,
    'userfaultfd: prevent unregistering VMAs through a different userfaultfd',
    'A userfaultfd can only unregister what is its own.',
  ),
  patch(
    'must-wait-present',
    'v7.2',
    null,
    'userfaultfd: gate must_wait writability check on pte_present()',
    'Before it sleeps, a thread looks at RW only of entries that are present.',
  ),
  patch(
    'rereg-busy',
    'v7.3',
    null,
    'userfaultfd: refuse a mode switch that drops WP',
    'Registering again without write-protection is EBUSY.',
  ),
  patch(
    'unregister-wake',
    'no release',
    null,
    'hypothetical: wake wp waiters at UNREGISTER',
    'UNREGISTER wakes writers that are blocked by uffd-wp. No kernel does.',
  ),
  patch(
    'lru-cache-ref',
    'no release',
    null,
    'what if: LRU caches are not drained between statements',
    'Each CPU holds one more reference to the anonymous pages that it made last, until 15 of them have come together.',
  ),
]

/** The behaviours behind a patch id; the id must be known. */
export function expandPatch(id: string): readonly PatchId[] {
  return PATCHES.find((p) => p.id === id)?.switches ?? []
}

export interface WantedPatch {
  readonly id: string
  readonly present: boolean
}

export interface PatchProblem {
  readonly found: string
  readonly expected: string
}

/** Why these patches do not fit this kernel, in words, or null. */
export function patchProblem(
  profile: Profile,
  wanted: readonly WantedPatch[],
): PatchProblem | null {
  const twice = repeated(wanted)
  if (twice !== null) return twice
  const has = new Set<string>(profile.behaviours)
  for (const { id, present } of wanted) {
    for (const one of expandPatch(id)) {
      if (present) has.add(one)
      else has.delete(one)
    }
  }
  for (const { id, present } of wanted) {
    const problem = present ? lacking(profile, id, has) : stillNeeded(profile, id, has)
    if (problem !== null) return problem
  }
  return null
}

/** A patch named twice, or as a whole and in parts. */
function repeated(wanted: readonly WantedPatch[]): PatchProblem | null {
  const seen = new Map<string, string>()
  const ids = new Set<string>()
  for (const { id } of wanted) {
    if (ids.has(id)) return { found: `patch "${id}" twice`, expected: 'each patch once' }
    ids.add(id)
    for (const one of expandPatch(id)) {
      const other = seen.get(one)
      if (other !== undefined) {
        return { found: `${other} and ${id}`, expected: 'a patch as a whole, or its parts' }
      }
      seen.set(one, id)
    }
  }
  return null
}

/** It builds on what the kernel would not have. */
function lacking(profile: Profile, id: string, has: ReadonlySet<string>): PatchProblem | null {
  const missing = missingFor(id, has)
  if (missing.length === 0) return null
  const plural = missing.map((one) => `+${one}`).join(' ')
  return {
    found: `+${id} on ${profile.name}, which has no ${missing.join(', ')}`,
    expected: `${plural} as well, or a kernel that has ${missing.length === 1 ? 'it' : 'them'}`,
  }
}

/** All that is missing below it in its series, the lowest first. */
function missingFor(id: string, has: ReadonlySet<string>): string[] {
  const found: string[] = []
  for (const need of PATCHES.find((p) => p.id === id)?.needs ?? []) {
    if (has.has(need)) continue
    for (const one of [...missingFor(need, has), need]) if (!found.includes(one)) found.push(one)
  }
  return found
}

/** Something that stays calls its code. */
function stillNeeded(profile: Profile, id: string, has: ReadonlySet<string>): PatchProblem | null {
  const gone = new Set<string>(expandPatch(id))
  const user = PATCHES.find((p) => has.has(p.id) && p.builtOn.some((base) => gone.has(base)))
  if (user === undefined) return null
  return {
    found: `-${id} on ${profile.name}, where ${user.id} is built on it`,
    expected: `-${user.id} as well`,
  }
}
