/** Invariants of a change: what a statement may make of the state that it found. */
import { hasFeature } from '../../linux/fs/userfaultfd/fault.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import { VM_UFFD_WP } from '../../linux/include/mm_types.ts'
import { FN } from '../../linux/include/sites.ts'
import { is_pte_marker } from '../../linux/include/swapops.ts'
import type { Behaviours } from '../../linux/profiles/behaviours.ts'
import { OP_ACCESS, OP_ENTER, rowAt } from '../../machine/trace.ts'
import type { LineEnd } from '../simulation.ts'
import type { Moment, PageState } from './moment.ts'
import type { Leaf } from './snapshot.ts'
import { placeOf } from './stale.ts'
import type { Violation } from './violation.ts'
import { nameOfLeaf } from './violation.ts'

/** What stood before a statement that runs alone, and that it asks about. */
export interface Before {
  readonly moment: Moment
  /** Pages that the statement's accesses go to, with what the language calls them; null: none. */
  readonly target: {
    readonly mm: number
    readonly vpn: number
    readonly features: readonly string[]
  } | null
  /** Unread events kept the data calls off. */
  readonly isChanging: boolean
  readonly isServed: boolean
  readonly hadStale: boolean
}

const verbsOf = (end: LineEnd): string[] => end.line.statements.map(({ op }) => op.verb)

/** Rules 4 and 21: only releases without the mending patch leave uffd-wp where no registration is behind it. */
export function staleViolations(
  b: Behaviours,
  end: LineEnd,
  fresh: readonly Leaf[],
  hadStale: boolean,
): Violation[] {
  const verbs = new Set(verbsOf(end))
  const mayLeave =
    !b['uffd-wp-bit'] ||
    (verbs.has('register') && !b['rereg-busy']) ||
    (verbs.has('unregister') && !b['unregister-reset']) ||
    (verbs.has('close') && !b['close-reset']) ||
    (verbs.has('remap') && (!b['mremap-clear'] || hadStale))
  if (mayLeave) return []
  const found: Violation[] = []
  for (const leaf of fresh) {
    const isMarker = is_pte_marker(leaf.pte)
    const isInherited = verbs.has('fork') && !b[isMarker ? 'fork-marker-noevent' : 'fork-wp-child']
    if (isInherited) continue
    const rule = verbs.has('fork') ? 'child-is-clean' : 'reset-is-complete'
    const what = isMarker ? 'a marker' : 'uffd-wp'
    found.push({ rule, what: `${nameOfLeaf(leaf)} has ${what} and no registration` })
  }
  return found
}

/** Rule 8: a store to a protected page is reported, or dies; it never simply completes. */
export function reportViolations(b: Behaviours, before: Before, end: LineEnd): Violation[] {
  const [only, ...others] = end.ends
  if (only === undefined || others.length > 0 || verbsOf(end)[0] !== 'write') return []
  if (only.outcome !== 'ok' || before.isServed || before.target === null) return []
  const { mm, vpn, features } = before.target
  const page = before.moment.pages.get(placeOf(mm, vpn))
  if (page === undefined || !page.isProtected || !page.isArmed || page.isWritable) return []
  if (features.includes('wp-async')) return []
  const isKept =
    keepsBits(b, page) && (page.pfn !== null || b['mkuffd-wrprotect'] || !b['wp-unpopulated'])
  if (!isKept || !b['uffd-wp-bit']) return []
  return [
    {
      rule: 'write-is-reported',
      what: `a store to ${page.name}, which is protected, went through unreported`,
    },
  ]
}

/** Rule 13: tables go only with their area, their process, a collapse, or (v6.14) what MADV_DONTNEED leaves empty. */
export function tableViolations(
  b: Behaviours,
  before: Before,
  after: Moment,
  end: LineEnd,
): Violation[] {
  const mayEmpty = b['dontneed-frees-tables']
  const mayGo = end.line.statements.some(
    ({ op }) =>
      ['unmap', 'exit', 'remap'].includes(op.verb) ||
      (op.verb === 'advise' &&
        (op.advice === 'collapse' || (mayEmpty && op.advice === 'dontneed'))),
  )
  // Advice that waited until its event was read goes on in the statement that read it.
  if (mayGo || (mayEmpty && before.isChanging)) return []
  const found: Violation[] = []
  for (const [mm, count] of before.moment.pteTables) {
    const left = after.pteTables.get(mm) ?? 0
    if (left < count)
      found.push({ rule: 'tables-stay', what: `${count} page tables became ${left}` })
  }
  return found
}

/** Rule 18: resolving never protects, protecting never resolves, a load never drops a protection, nor does a copy carry it. */
export function bitViolations(
  b: Behaviours,
  before: Moment,
  after: Moment,
  end: LineEnd,
): Violation[] {
  const [verb, ...others] = verbsOf(end)
  if (others.length > 0 || verb === undefined) return []
  const found: Violation[] = []
  const report = ({ name }: PageState, how: string): void => {
    found.push({ rule: 'bit-changes', what: `${name} ${how}` })
  }
  if (verb === 'unwp') {
    for (const [place, page] of after.pages) {
      if (page.isProtected && before.pages.get(place)?.isProtected !== true)
        report(page, 'got uffd-wp by being resolved')
    }
  }
  for (const [place, page] of before.pages) {
    const now = after.pages.get(place)
    const isLost = page.isProtected && now?.isProtected !== true
    // A huge zero page that was split lost the bit until that was mended.
    const mayLose = page.isHuge && !b['huge-zero-split-wp']
    if (verb === 'wp' && isLost && !mayLose) report(page, 'lost uffd-wp by being protected')
    if (verb === 'read' && isLost && page.isArmed && !mayLose && keepsBits(b, page))
      report(page, 'lost uffd-wp by a load')
    const isCopy = verb === 'write' && page.pfn !== null && now?.pfn != null && now.pfn !== page.pfn
    if (isCopy && now.isProtected && !page.isHuge) report(page, 'has a copy with uffd-wp')
  }
  return found
}

function keepsBits(b: Behaviours, { pfn }: PageState): boolean {
  return pfn !== null || (b['swap-wp-bit'] && b['marker-fault.keep-bit'])
}

/** Rule 20: while an event is unread, the calls that need the tables to hold still do nothing. */
export function changingViolations(before: Before, end: LineEnd): Violation[] {
  const [verb, ...others] = verbsOf(end)
  if (!before.isChanging || others.length > 0 || verb === undefined) return []
  if (!['wp', 'unwp', 'copy', 'zero', 'continue'].includes(verb)) return []
  if (end.ends[0]?.outcome !== 'ok') return []
  return [{ rule: 'changing-is-eagain', what: `${verb} went through with an event unread` }]
}

/** Rule 11: who was woken looks at the tables again before the access is done. */
export function freshLookViolations(
  k: Kernel,
  end: LineEnd,
  sleepers: ReadonlySet<number>,
): Violation[] {
  const looked = new Set<number>()
  const found: Violation[] = []
  for (let step = end.first; step < end.last; step++) {
    const { op, actor, site } = rowAt(k.trace.rows, step)
    if (op === OP_ENTER && site === FN.do_user_addr_fault) looked.add(actor)
    if (op !== OP_ACCESS || !sleepers.has(actor) || looked.has(actor)) continue
    const name = k.m.find('task', actor)?.name ?? `actor ${actor}`
    found.push({ rule: 'fresh-look', what: `${name} was woken and went on without a fault` })
  }
  return found
}

/** The page that a single access goes to, as its process has it. */
export function featuresAt(k: Kernel, mm: number, vpn: number): readonly string[] {
  const vma = k.m.rec('mm', mm).vmas.find((area) => area.start <= vpn && vpn < area.end)
  if (vma === undefined || (vma.flags & VM_UFFD_WP) === 0) return []
  const ctx = k.m.find('uffd', vma.uffd)
  return ctx === undefined
    ? []
    : hasFeature(ctx, 'wp-async')
      ? [...ctx.features, 'wp-async']
      : ctx.features
}
