// For each patch: a scenario on the kernel with it and without it, and where the two first part.
import { describe, expect, it } from 'vitest'
import { PATCHES } from '../../linux/profiles/patches.ts'
import { parseKernel } from '../kernel-choice.ts'
import type { Comparison } from './compare.ts'
import { compareScenario } from './compare.ts'
import { explain } from './explain.ts'
import type { Side } from './sides.ts'

const FILE = ['file F 4', 'pwrite F[0..3] = 7', 'map A file F']
const FILE_UFFD = ['uffd wp-hugetlbfs-shmem', 'register A wp']
const ANON_WP = ['map A anon 1', 'uffd', 'register A wp', 'write A[0] = 1', 'wp A[0]']

interface Case {
  readonly patch: string
  /** Two kernels: without it and with it. */
  readonly without: string
  readonly with: string
  readonly text: readonly string[]
  /** Statement of the first divergence, its kind, and what is on the two sides. */
  readonly first: readonly [statement: string, kind: string, without: string, withIt: string]
  /** Where more than the patch itself is needed to tell them apart. */
  readonly reasons?: readonly string[]
}

const CASES: readonly Case[] = [
  {
    patch: 'uffd-wp-bit',
    without: 'v5.7 -uffd-wp-bit',
    with: 'v5.7',
    text: [
      'map A anon 2',
      'write A[0] = 1',
      'fork C',
      'uffd',
      'register A wp',
      'write A[0] = 2',
      'poll',
      'unwp A[0]',
      'C: read A[0]',
    ],
    first: ['write A[0] = 2', 'outcome', 'blocked', 'ok'],
  },
  {
    patch: 'swap-wp-bit',
    without: 'v5.7 -swap-wp-bit',
    with: 'v5.7',
    text: [...ANON_WP, 'advise A[0] pageout', 'write A[0] = 2'],
    first: ['advise A[0] pageout', 'entry', 'UFFD_WP clear', 'UFFD_WP set'],
  },
  {
    patch: 'wp-api',
    without: 'v5.7 -wp-api',
    with: 'v5.7',
    text: ANON_WP,
    first: ['register A wp', 'outcome', 'EINVAL', 'ok'],
  },
  {
    patch: 'fork-wp-child',
    without: 'v5.12',
    with: 'v5.12 +fork-wp-child',
    text: [...ANON_WP, 'fork C', 'C: write A[0] = 5'],
    first: ['fork C', 'entry', 'UFFD_WP set', 'UFFD_WP clear'],
  },
  {
    patch: 'marker-fault',
    without: 'v5.19 -marker-fault',
    with: 'v5.19',
    text: [...FILE, ...FILE_UFFD, 'wp A[1]', 'write A[1] = 8'],
    first: ['write A[1] = 8', 'outcome', 'SIGBUS', 'blocked'],
  },
  {
    patch: 'marker-fault.keep-bit',
    without: 'v5.19 -marker-fault.keep-bit',
    with: 'v5.19',
    text: [...FILE, ...FILE_UFFD, 'wp A[1]', 'write A[1] = 8'],
    first: ['write A[1] = 8', 'outcome', 'ok', 'blocked'],
  },
  {
    patch: 'persist-on-zap',
    without: 'v5.19 -persist-on-zap',
    with: 'v5.19',
    text: [
      'file F 1',
      'map A file F',
      ...FILE_UFFD,
      'write A[0] = 1',
      'wp A[0]',
      'advise A[0] dontneed',
      'write A[0] = 2',
    ],
    first: ['advise A[0] dontneed', 'entry', 'none', 'marker'],
  },
  {
    patch: 'wp-none-pte',
    without: 'v5.19 -wp-none-pte',
    with: 'v5.19',
    text: [...FILE, ...FILE_UFFD, 'wp A[3]', 'write A[3] = 8'],
    first: ['wp A[3]', 'tables', 'no PUD table', 'PUD table'],
  },
  {
    patch: 'wp-none-pte.prepopulate',
    without: 'v5.19 -wp-none-pte.prepopulate',
    with: 'v5.19',
    text: [...FILE, ...FILE_UFFD, 'wp A[3]', 'write A[3] = 8'],
    first: ['wp A[3]', 'tables', 'no PUD table', 'PUD table'],
  },
  {
    patch: 'wp-none-pte.marker',
    without: 'v5.19 -wp-none-pte.marker',
    with: 'v5.19',
    text: [...FILE, ...FILE_UFFD, 'wp A[3]', 'write A[3] = 8'],
    first: ['wp A[3]', 'entry', 'none', 'marker'],
  },
  {
    patch: 'wp-file-thp',
    without: 'v5.19 -wp-file-thp',
    with: 'v5.19',
    text: [
      'file F 512 thp',
      'map A file F',
      'advise A hugepage',
      'write A[0] = 1',
      ...FILE_UFFD,
      'wp A',
    ],
    first: ['wp A', 'tables', 'huge entry', 'PTE table'],
  },
  {
    patch: 'fork-markers',
    without: 'v5.19 -fork-markers',
    with: 'v5.19',
    text: [
      'file F 2',
      'map A file F',
      'uffd wp-hugetlbfs-shmem event-fork',
      'register A wp',
      'wp A[0]',
      'fork C',
      'poll',
    ],
    first: ['poll', 'tables', 'no PUD table', 'PUD table'],
  },
  {
    patch: 'wp-file-enable',
    without: 'v5.19 -wp-file-enable',
    with: 'v5.19',
    text: [...FILE, 'uffd', 'register A wp'],
    first: ['register A wp', 'outcome', 'EINVAL', 'ok'],
  },
  {
    patch: 'unregister-reset',
    without: 'v5.19',
    with: 'v5.19 +unregister-reset',
    text: [...ANON_WP, 'unregister A', 'write A[0] = 2'],
    first: ['unregister A', 'entry', 'UFFD_WP set', 'UFFD_WP clear'],
  },
  {
    patch: 'wp-writenotify',
    without: 'v6.1',
    with: 'v6.1 +wp-writenotify',
    text: [
      'file F 1',
      'map A file F',
      ...FILE_UFFD,
      'write A[0] = 1',
      'wp A[0]',
      'protect A r',
      'protect A rw',
      'write A[0] = 2',
    ],
    first: ['protect A rw', 'entry', 'RW set', 'RW clear'],
  },
  {
    patch: 'fork-marker-noevent',
    without: 'v6.1',
    with: 'v6.1 +fork-marker-noevent',
    text: ['file F 2', 'map A file F private', ...FILE_UFFD, 'write A[0] = 1', 'wp A[1]', 'fork C'],
    first: ['fork C', 'entry', 'marker', 'none'],
  },
  {
    patch: 'mkuffd-wrprotect',
    without: 'v6.1',
    with: 'v6.1 +mkuffd-wrprotect',
    text: ['file F 1', 'map A file F', ...FILE_UFFD, 'wp A[0]', 'read A[0]'],
    first: ['', '', '', ''],
  },
  {
    patch: 'resolve-upgrade',
    without: 'v6.2',
    with: 'v6.2 +resolve-upgrade',
    text: [...ANON_WP, 'unwp A[0]'],
    first: ['unwp A[0]', 'entry', 'RW clear', 'RW set'],
  },
  {
    patch: 'wp-multi-vma',
    without: 'v6.3',
    with: 'v6.3 +wp-multi-vma',
    text: ['map A anon 4', 'uffd', 'register A wp', 'unmap A[2]', 'wp A[0..3]'],
    first: ['wp A[0..3]', 'outcome', 'ENOENT', 'ok'],
  },
  {
    patch: 'wp-unpopulated',
    without: 'v6.3',
    with: 'v6.3 +wp-unpopulated',
    text: ['map A anon 2', 'uffd wp-unpopulated', 'register A wp', 'wp A[0]', 'write A[0] = 1'],
    first: ['uffd wp-unpopulated', 'outcome', 'EINVAL', 'ok'],
  },
  {
    patch: 'vma-cut',
    without: 'v6.3',
    with: 'v6.3 +vma-cut',
    text: ['map A anon 4', 'uffd', 'register A[2..3] wp', 'register A[1] wp', 'wp A[1..3]'],
    first: ['wp A[1..3]', 'outcome', 'ENOENT', 'ok'],
  },
  {
    patch: 'fault-vma-lock',
    without: 'v6.4',
    with: 'v6.4 +fault-vma-lock',
    text: [...ANON_WP, 'write A[0] = 2'],
    first: ['write A[0] = 1', 'call', 'mmap_lock taken for reading', 'VMA lock taken'],
  },
  {
    patch: 'saved-dirty',
    without: 'v6.4',
    with: 'v6.4 +saved-dirty',
    text: ANON_WP,
    first: ['wp A[0]', 'entry', 'D set, SAVED_DIRTY clear', 'D clear, SAVED_DIRTY set'],
  },
  {
    patch: 'wp-async',
    without: 'v6.7 -wp-async',
    with: 'v6.7',
    text: [
      'map A anon 2',
      'uffd wp-async',
      'register A wp',
      'wp A',
      'write A[0] = 1',
      'scan A written',
    ],
    first: ['uffd wp-async', 'outcome', 'EINVAL', 'ok'],
  },
  {
    patch: 'pagemap-scan',
    without: 'v6.7 -pagemap-scan',
    with: 'v6.7',
    text: ['map A anon 2', 'write A[0] = 1', 'scan A written'],
    first: ['scan A written', 'outcome', 'ENOTTY', 'ok'],
  },
  {
    patch: 'close-reset',
    without: 'v6.8',
    with: 'v6.8 +close-reset',
    text: [...ANON_WP, 'close', 'write A[0] = 2'],
    first: [
      'close',
      'entry',
      'UFFD_WP set, RW clear, D clear, SAVED_DIRTY set',
      'UFFD_WP clear, RW set, D set, SAVED_DIRTY clear',
    ],
  },
  {
    patch: 'mremap-clear',
    without: 'v6.12',
    with: 'v6.12 +mremap-clear',
    text: [...ANON_WP, 'remap A at 0x200000000000', 'write A[0] = 2'],
    first: ['remap A at 0x200000000000', 'entry', 'UFFD_WP set', 'UFFD_WP clear'],
  },
  {
    patch: 'rereg-busy',
    without: 'v7.2',
    with: 'v7.2 +rereg-busy',
    text: [...ANON_WP, 'register A missing', 'write A[0] = 2'],
    first: ['register A missing', 'outcome', 'ok', 'EBUSY'],
  },
  {
    patch: 'unregister-wake',
    without: 'v7.2',
    with: 'v7.2 +unregister-wake',
    text: [...ANON_WP, 'write A[0] = 2', 'unregister A'],
    first: ['unregister A', 'woken', 'nobody', 'main'],
  },
]

/** Patches that no scenario of one thread can show, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  'khugepaged-keep': 'khugepaged does not run by itself in the model.',
  'pagemap-markers': 'State records are read from the entries, not from pagemap.',
  'mkuffd-wrprotect':
    'Only page migration could set uffd-wp and leave RW; it is an invariant kept in one place.',
  'prepare-enomem': 'A table cannot be made only when memory is used up.',
  'unregister-owner': 'A scenario has one userfaultfd at a time.',
  'lru-cache-ref':
    'A copy in place of a reuse changes the frame alone, which a state record does not name.',
  'must-wait-present': 'It takes a fault that races with a change of the entry.',
}

function side(words: string): Side {
  const choice = parseKernel(words)
  if (!('profile' in choice)) throw new Error(`${words}: ${choice.found}, ${choice.expected}`)
  return { is: 'kernel', choice }
}

function compared({ text, without, with: withIt }: Case): Comparison {
  const found = compareScenario(text.join('\n'), side(without), side(withIt))
  if (!('statements' in found)) throw new Error(JSON.stringify(found))
  return found
}

describe('each patch', () => {
  it.each(CASES.filter(({ patch }) => UNSEEN[patch] === undefined))(
    'shows where it should: $patch',
    (one) => {
      const comparison = compared(one)
      const { first } = comparison
      const [statement, kind, without, withIt] = one.first
      expect(first?.text).toBe(statement)
      expect(first?.kind).toBe(kind)
      if (without !== '') expect([first?.a, first?.b]).toEqual([without, withIt])
      const parts = PATCHES.find(({ id }) => id === one.patch)?.switches ?? []
      const reasons = explain(comparison)?.first ?? []
      expect(reasons.length).toBeGreaterThan(0)
      for (const reason of reasons) expect(parts).toContain(reason)
    },
  )

  it('is shown by a case, or cannot be shown for a reason', () => {
    const shown = CASES.map(({ patch }) => patch)
    shown.push('flush-before-cow')
    const missing = PATCHES.filter(({ id }) => !shown.includes(id) && UNSEEN[id] === undefined)
    expect(missing.map(({ id }) => id)).toEqual([])
  })

  it.each(CASES.filter(({ patch }) => UNSEEN[patch] !== undefined))(
    'changes nothing that can be seen: $patch',
    (one) => {
      expect(compared(one).divergences.filter((d) => d.isState)).toEqual([])
    },
  )

  it('shows where it should, in an order of events that matters: flush-before-cow', () => {
    const text = [
      'map A anon 2',
      'write A[0] = 1',
      'write A[1] = 1',
      'fork C',
      'uffd',
      'register A wp',
      'wp A[1] || write A[0] = 2',
    ]
    const [main, monitor] = [0, 1]
    const partings: Comparison[] = []
    for (let turns = 1; turns < 12; turns++) {
      const schedules = new Map([[7, [...Array(turns).fill(monitor), ...Array(40).fill(main)]]])
      const found = compareScenario(
        text.join('\n'),
        side('v5.10'),
        side('v5.10 +flush-before-cow'),
        { schedules },
      )
      if ('statements' in found && found.first !== null) partings.push(found)
    }
    expect(partings.length).toBeGreaterThan(0)
    for (const comparison of partings) {
      expect(comparison.first?.kind).toBe('call')
      expect([comparison.first?.a, comparison.first?.b]).toContain('flush_tlb_mm_range()')
      expect(explain(comparison)?.first).toEqual(['flush-before-cow'])
    }
  })
})
