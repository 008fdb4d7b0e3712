// The table of sites is what every step's explanation hangs on: nothing may be missing from it, nothing left over in it.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../headless/archive.ts'
import { rowAt } from '../../machine/trace.ts'
import { prepare } from '../../sim/run-text.ts'
import { SITES } from './site-texts.ts'
import { FN } from './sites.ts'

const LINUX = path.join(import.meta.dirname, '..')
const ORACLE = path.join(LINUX, '../scenarios/oracle')

function sourcesIn(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return sourcesIn(file)
    return file.endsWith('.ts') && !file.endsWith('.test.ts') ? [file] : []
  })
}

/** Files all of whose functions are no step of their own, and why. */
const NO_STEP_FILES: Readonly<Record<string, string>> = {
  'arch/x86/include/pgtable.ts': 'a value in, a value out',
  'include/swapops.ts': 'a value in, a value out',
  'include/kernel.ts': 'looks up an area',
  'include/mm_types.ts': 'asks about an area',
  'kernel/locking.ts': 'has a step of its own kind: lock, unlock',
  'mm/page_alloc.ts': 'has a step of its own kind: alloc, free; the rest counts',
  'mm/rmap.ts': 'counts mappings; what asks and unmaps has steps',
  'mm/swapfile.ts': 'counts in the swap device, which is no part of the picture',
  'mm/lru.ts': 'counts references of the LRU cache',
  'mm/mmu_gather.ts': 'collects for a flush, which is a step',
}

/** Functions that are no step of their own: part of a caller that is one, or a question that the caller’s step answers. */
const NO_STEP: ReadonlySet<string> = new Set([
  'vm_get_page_prot',
  'vma_wants_writenotify',
  'vma_wants_manual_pte_write_upgrade',
  'can_change_pte_writable',
  'pte_needs_flush',
  'userfaultfd_wp_use_markers',
  'userfaultfd_wp_async',
  'userfaultfd_pte_wp',
  'vmf_orig_pte_uffd_wp',
  'vmf_pte_changed',
  'pte_any_uffd_wp',
  'pte_offset_map',
  'anon_vma_prepare',
  'create_huge_pmd',
  'huge_pmd_set_accessed',
  'wp_huge_pmd',
  'try_to_free_pte',
  'madvise_collapse_errno',
  'split_folio',
  'folio_maybe_mapped_shared',
  // Calls whose statement is the step, or whose parts are.
  'userfaultfd_fill',
  'userfaultfd_wake',
  'wake_userfault',
  'mfill_atomic',
  'copy_process',
  'mm_init',
  'do_madvise',
  'madvise_free_single_vma',
  'do_mprotect',
  'do_mremap',
  'do_munmap',
  'userfaultfd_unmap_complete',
  'filemap_get_folio',
  'shmem_file_write',
  'shmem_file_read',
  'shmem_setattr',
  'shmem_writepage',
  '__remove_mapping',
  'truncate_inode_partial_folio',
])

/** Sites that no scenario of the corpus comes by, and why. */
const SILENT: Readonly<Record<string, string>> = {
  'change_huge_pmd: Huge entry changed': 'no recorded scenario changes the rights of a huge page',
  'change_pte_range: Swap entry protected': 'no recorded scenario protects what is in swap',
  'collapse_file: Gathered into one page': 'no recorded scenario collapses a file',
  'collapse_file: collapse_file': 'no recorded scenario collapses a file',
  'collapse_pte_mapped_thp: collapse_pte_mapped_thp': 'no recorded scenario collapses a file',
  'hpage_collapse_scan_file: hpage_collapse_scan_file': 'no recorded scenario collapses a file',
  'retract_page_tables: Table given back': 'no recorded scenario collapses a file',
  'retract_page_tables: retract_page_tables': 'no recorded scenario collapses a file',
  'folio_referenced: folio_referenced':
    'no recorded scenario pages out a huge page that others use',
  'handle_userfault: Message withdrawn': 'needs an interleaving',
  'folio_lock: Page lock taken': 'page locks show in interleavings only',
  'folio_unlock: Page lock dropped': 'page locks show in interleavings only',
  'i_mmap_lock_read: Mappings locked': 'no such lock is modelled',
  'i_mmap_unlock_read: Mappings unlocked': 'no such lock is modelled',
  'inode_lock: File locked': 'no such lock is modelled',
  'inode_unlock: File unlocked': 'no such lock is modelled',
}

describe('the table of sites', () => {
  it('says something about each: function, file, sentence, releases', () => {
    for (const site of SITES) {
      expect(site.fn, site.title).not.toBe('')
      expect(site.file, site.title).not.toBe('')
      expect(site.say, site.title).toMatch(/^[\s\S]*[.?]$/)
      expect(site.say.length).toBeLessThanOrEqual(200)
      expect(site.releases, site.title).toMatch(
        /^(v\d+\.\d+(\+|–v\d+\.\d+)|no release|every release)/,
      )
    }
  })

  it('leaves in its sentences only places that the narrator can fill', () => {
    const places = 'page pfn to actor other count level cpus flags cachepage outcome'.split(' ')
    for (const { say } of SITES) {
      for (const [, place] of say.matchAll(/\{(\w+)\}/g)) expect(places).toContain(place)
    }
  })

  it('has numbers that are positions', () => {
    for (const [i, site] of SITES.entries()) expect(site.id).toBe(i)
  })

  it('holds each function that a generator enters', () => {
    const entered = sourcesIn(LINUX).flatMap((file) =>
      [...fs.readFileSync(file, 'utf8').matchAll(/\bk\.(?:enter|call)\(FN\.(\w+)/g)].map(
        (m) => m[1] ?? '',
      ),
    )
    expect(entered.length).toBeGreaterThan(50)
    for (const name of entered) expect(Object.keys(FN)).toContain(name)
  })
})

describe('a function with a name of Linux’s', () => {
  it('is in the table of sites, or is listed with the reason', () => {
    const known = new Set([...Object.keys(FN), ...SITES.map((site) => site.fn)])
    const missing: string[] = []
    const needed = new Set<string>()
    for (const file of sourcesIn(LINUX)) {
      const name = path.relative(LINUX, file)
      for (const [, fn = ''] of fs
        .readFileSync(file, 'utf8')
        .matchAll(/^export function\*? (\w*_\w*)/gm)) {
        if (known.has(fn)) continue
        needed.add(fn)
        if (NO_STEP_FILES[name] === undefined && !NO_STEP.has(fn)) missing.push(`${name}: ${fn}`)
      }
    }
    expect(missing).toEqual([])
    expect([...NO_STEP].filter((fn) => !needed.has(fn))).toEqual([])
  })
})

describe('the corpus', () => {
  it('produces every site, but those listed', () => {
    const seen = new Set<number>([0])
    for (const kernel of ['v5.19', '7.2.13']) {
      for (const [, lines] of readArchive(ORACLE, 'scenarios')) {
        const prepared = prepare(lines.join('\n'), { kernel })
        if ('diagnostics' in prepared) continue
        for (const line of prepared.operations) prepared.sim.run(line)
        const { rows, length } = prepared.sim.kernel.trace
        for (let step = 0; step < length; step++) {
          const { site, fn } = rowAt(rows, step)
          seen.add(site)
          seen.add(fn)
        }
      }
    }
    const silent = SITES.filter((site) => !seen.has(site.id)).map(
      (site) => `${site.fn}: ${site.title}`,
    )
    expect(silent.sort()).toEqual(Object.keys(SILENT).sort())
  })
})
