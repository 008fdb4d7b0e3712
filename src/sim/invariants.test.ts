// Every invariant is proved to see what it is there to see: a violation is planted, and has to be found.
import { describe, expect, it } from 'vitest'
import {
  _PAGE_DIRTY,
  _PAGE_RW,
  _PAGE_SAVED_DIRTY_HI,
  _PAGE_UFFD_WP,
} from '../linux/arch/x86/include/pgtable_types.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { make_pte_marker } from '../linux/include/swapops.ts'
import { behavioursOf, findProfile } from '../linux/profiles/index.ts'
import { makePte, NONE, pfnOf } from '../machine/entry.ts'
import {
  addCol,
  COL_MAPCOUNT,
  COL_REFCOUNT,
  COL_TABLE_LOCK,
  FRAME_ANON_EXCLUSIVE,
  setCol,
  setFlag,
} from '../machine/frames.ts'
import { observe } from '../machine/mmu.ts'
import { fill } from '../machine/tlb.ts'
import { OP_LOCK, OP_NOTE, opAt, ROW_WORDS } from '../machine/trace.ts'
import {
  bitViolations,
  changingViolations,
  freshLookViolations,
  reportViolations,
  staleViolations,
  tableViolations,
} from './invariants/change-rules.ts'
import { lockingViolations, tablesByWord } from './invariants/lock-rules.ts'
import { momentOf } from './invariants/moment.ts'
import { takeSnapshot } from './invariants/snapshot.ts'
import { noStale, rememberStale } from './invariants/stale.ts'
import { wpEffectViolations } from './invariants/wp-effects.ts'
import { stateViolations } from './invariants.ts'
import { prepare } from './run-text.ts'
import type { Simulation } from './simulation.ts'

function ran(text: string, kernel = 'v7.3'): Simulation {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error(prepared.diagnostics[0]?.expected)
  for (const line of prepared.operations) prepared.sim.run(line)
  return prepared.sim
}

const A = 0x100000000
const B = A + 0x40000

function entryOf(k: Kernel, vpn: number) {
  return observe(k.m.words, k.m.rec('mm', 1).pgd, vpn)
}

const rulesOf = (k: Kernel) => [...new Set(stateViolations(k).map(({ rule }) => rule))]

const SETTING = `file F 4
map A anon 4
map B file F
uffd
register A wp
register B wp
write A[0] = 1
write B[0] = 1
read A[1]
wp A[0]
wp B[2]
fork C
`

/** What is done to the machine, and the rule that has to notice. */
const PLANTS: readonly (readonly [string, string, (k: Kernel) => void])[] = [
  ['wp-is-read-only', 'RW on a protected entry', (k) => flip(k, A, _PAGE_RW)],
  [
    'private-rw-is-exclusive',
    'RW on a page that fork shared',
    (k) => flip(k, A, _PAGE_RW | _PAGE_UFFD_WP),
  ],
  [
    'private-rw-is-exclusive',
    'a shared page that is said to be exclusive',
    (k) => setFlag(k.m, pfnOf(entryOf(k, A).pte), FRAME_ANON_EXCLUSIVE, true),
  ],
  ['zero-page', 'RW on the zero page', (k) => flip(k, A + 1, _PAGE_RW)],
  ['zero-page', 'the zero page without SPECIAL', (k) => flip(k, A + 1, 1 << 9)],
  [
    'marker-place',
    'a marker in anonymous memory',
    (k) => k.m.setPte(entryOf(k, A + 3).entry, make_pte_marker(k.b)),
  ],
  [
    'shared-contents',
    'another page of the file',
    (k) => k.m.setPte(entryOf(k, B + 1).entry, entryOf(k, B).pte),
  ],
  ['saved-dirty', 'D without RW', (k) => flip(k, A + 1, _PAGE_DIRTY)],
  [
    'saved-dirty',
    'SAVED_DIRTY with RW',
    (k) => {
      const { entry, pte } = entryOf(k, B)
      k.m.setPte(entry, makePte(pte.lo, pte.hi | _PAGE_SAVED_DIRTY_HI))
    },
  ],
  ['counts', 'a reference too many', (k) => addCol(k.m, pfnOf(entryOf(k, A).pte), COL_REFCOUNT, 1)],
  ['counts', 'a mapping too few', (k) => addCol(k.m, pfnOf(entryOf(k, B).pte), COL_MAPCOUNT, -1)],
  ['counts', 'an entry that was lost', (k) => k.m.setPte(entryOf(k, A).entry, NONE)],
  [
    'tlb',
    'a translation with RW',
    (k) => fill(k.m, 0, 1, A, makePte(entryOf(k, A).pte.lo | _PAGE_RW, entryOf(k, A).pte.hi)),
  ],
  ['tlb', 'a translation to another frame', (k) => fill(k.m, 0, 1, A, entryOf(k, B).pte)],
  ['no-lock-held', 'a lock that was forgotten', (k) => k.m.write(k.m.rec('mm', 1).words, 1)],
  [
    'no-lock-held',
    'a table that is still locked',
    (k) => setCol(k.m, k.m.rec('mm', 1).pgd, COL_TABLE_LOCK, 1),
  ],
  ['table-entry', 'an upper entry without RW', (k) => flipUpper(k)],
  [
    'queue-entry',
    'a message of nobody',
    (k) => {
      const ctx = k.m.rec('uffd', 1)
      k.m.put('uffd', 1, { ...ctx, pending: [{ actor: 0, vpn: A, flags: 3, seq: 99 }] })
    },
  ],
  [
    'queue-entry',
    'a sleeper without a message',
    (k) => k.setTaskState(0, { is: 'sleeping', uffd: 1, event: false, resume: { does: 'return' } }),
  ],
]

function flip(k: Kernel, vpn: number, bits: number): void {
  const { entry, pte } = entryOf(k, vpn)
  k.m.setPte(entry, makePte(pte.lo ^ bits, pte.hi))
}

function flipUpper(k: Kernel): void {
  const { pgd } = k.m.rec('mm', 1)
  const first = tablesOf(k).find(({ parent, mm }) => parent !== null && mm.id === 1)
  const words = k.m.words
  for (let at = 0; at < words.length; at += 2) {
    if (words[at] === first?.parent?.lo && words[at + 1] === first?.parent?.hi) {
      k.m.write(at, (words[at] as number) ^ _PAGE_RW)
      return
    }
  }
  throw new Error(`no entry in ${pgd}`)
}

const tablesOf = (k: Kernel) => takeSnapshot(k).tables

describe('invariants of a state', () => {
  it('hold where nothing was planted', () => {
    expect(stateViolations(ran(SETTING).kernel)).toEqual([])
  })

  it.each(PLANTS)('%s sees %s', (rule, _what, plant) => {
    const { kernel } = ran(SETTING)
    plant(kernel)
    expect(rulesOf(kernel)).toContain(rule)
  })
})

const lastOf = (sim: Simulation) => {
  const end = sim.lines.at(-1)
  if (end === undefined) throw new Error('nothing ran')
  return end
}

const allFixed = () => {
  const profile = findProfile('v7.3')
  if (profile === null) throw new Error('no profile')
  return behavioursOf(profile, new Map())
}

const STALE = 'map A anon 1\nuffd\nregister A wp\nwrite A[0] = 1\nwp A[0]\n'

describe('invariants of a change', () => {
  it.each([
    ['reset-is-complete', 'unregister A', 'kernel v7.3 -unregister-reset -close-reset'],
    ['reset-is-complete', 'close', 'kernel v7.3 -close-reset'],
    ['reset-is-complete', 'remap A at 0x200000000000', 'kernel v7.3 -mremap-clear'],
    ['reset-is-complete', 'register A missing', 'kernel v7.3 -rereg-busy'],
    ['child-is-clean', 'fork C', 'kernel v7.3 -fork-wp-child'],
  ])('%s sees what %s leaves on %s', (rule, statement, kernel) => {
    const prepared = prepare(`${kernel}\n${STALE}${statement}\n`)
    if ('diagnostics' in prepared) throw new Error('refused')
    const { sim } = prepared
    for (const line of prepared.operations) sim.run(line)
    const fresh = rememberStale(noStale(), takeSnapshot(sim.kernel))
    expect(staleViolations(allFixed(), lastOf(sim), fresh, false).map((v) => v.rule)).toEqual([
      rule,
    ])
    expect(staleViolations(sim.kernel.b, lastOf(sim), fresh, false)).toEqual([])
  })

  it('write-is-reported sees a store that slipped through', () => {
    const sim = ran('map A anon 1\nuffd\nregister A wp\nwrite A[0] = 1\nwp A[0]\n')
    const moment = momentOf(takeSnapshot(sim.kernel))
    const before = {
      moment,
      target: { mm: 1, vpn: A, features: [] },
      isChanging: false,
      isServed: false,
      hadStale: false,
    }
    const honest = ran('map A anon 1\nwrite A[0] = 2\n')
    expect(reportViolations(allFixed(), before, lastOf(honest)).map((v) => v.rule)).toEqual([
      'write-is-reported',
    ])
  })

  it('tables-stay sees a table that went', () => {
    const moment = momentOf(takeSnapshot(ran('map A anon 1\nread A[0]\n').kernel))
    const before = { moment, target: null, isChanging: false, isServed: false, hadStale: false }
    const sim = ran('map A anon 1\n')
    const after = momentOf(takeSnapshot(sim.kernel))
    const found = tableViolations(allFixed(), before, after, lastOf(sim))
    expect(found.map((v) => v.rule)).toEqual(['tables-stay'])
  })

  it.each([
    ['wp A[0]', true, false],
    ['unwp A[0]', false, true],
    ['read A[0]', true, false],
  ])('bit-changes sees what %s must not do', (statement, was, is) => {
    const at = (isProtected: boolean) =>
      momentOf(takeSnapshot(ran(isProtected ? STALE : STALE.replace('wp A[0]\n', '')).kernel))
    const end = lastOf(ran(`${STALE}${statement}\n`))
    expect(bitViolations(allFixed(), at(was), at(is), end).map((v) => v.rule)).toEqual([
      'bit-changes',
    ])
    expect(bitViolations(allFixed(), at(was), at(was), end)).toEqual([])
  })

  it('changing-is-eagain sees a call that did not wait', () => {
    const sim = ran(STALE)
    const before = {
      moment: momentOf(takeSnapshot(sim.kernel)),
      target: null,
      isChanging: true,
      isServed: false,
      hadStale: false,
    }
    expect(changingViolations(before, lastOf(sim)).map((v) => v.rule)).toEqual([
      'changing-is-eagain',
    ])
  })

  it('fresh-look sees an access without a fault', () => {
    const sim = ran('map A anon 1\nwrite A[0] = 1\nwrite A[0] = 2\n')
    expect(freshLookViolations(sim.kernel, lastOf(sim), new Set([0])).map((v) => v.rule)).toEqual([
      'fresh-look',
    ])
  })

  it('wp-moves-nothing sees a value that changed', () => {
    const sim = ran('map A anon 1\nuffd\nregister A wp\nwrite A[0] = 1\nwp A[0]\n')
    const write = sim.lines[3]
    const protect = lastOf(sim)
    if (write === undefined) throw new Error('nothing ran')
    expect(wpEffectViolations(sim, protect)).toEqual([])
    const planted = { ...write, line: protect.line }
    expect(wpEffectViolations(sim, planted).map((v) => v.rule)).toContain('wp-moves-nothing')
  })

  it('ptl sees an entry that changed without its lock', () => {
    const sim = ran('map A anon 2\nread A[0]\nwrite A[1] = 1\n')
    const tables = new Map<number, number>()
    tablesByWord(sim, takeSnapshot(sim.kernel), tables)
    const end = lastOf(sim)
    expect(lockingViolations(sim, end, tables)).toEqual([])
    const { rows } = sim.kernel.trace
    for (let step = end.first; step < end.last; step++) {
      if (opAt(rows, step) !== OP_LOCK) continue
      rows[step * ROW_WORDS] = ((rows[step * ROW_WORDS] as number) & ~31) | OP_NOTE
    }
    expect(lockingViolations(sim, end, tables)[0]?.rule).toBe('ptl')
  })
})
