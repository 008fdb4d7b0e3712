/**
 * Which pages the monitor may rely on to be protected: from the return of a successful `wp` on, until somebody begins to
 * take the protection away. A store that completes on such a page without a message is one the monitor never hears of.
 *
 * A page of a file is promised whether or not it is there; one of anonymous memory only if it is (or, with the feature,
 * always). The protection itself is not looked at, unless another call that changes it ran at the same time.
 */
import type { Op, RangeArg, Statement } from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'
import {
  pte_none,
  pte_present,
  pte_swp_uffd_wp,
  pte_uffd_wp,
} from '../linux/arch/x86/include/pgtable.ts'
import { hasFeature } from '../linux/fs/userfaultfd/fault.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { vma_lookup } from '../linux/include/kernel.ts'
import { VM_UFFD_WP, vma_is_anonymous } from '../linux/include/mm_types.ts'
import { is_pte_marker } from '../linux/include/swapops.ts'
import { walkTables } from '../machine/mmu.ts'
import type { Mm, Region } from '../machine/records.ts'
import type { Row } from '../machine/trace.ts'
import { mmOfRow, vpnOfRow } from '../machine/trace.ts'
import type { CallEnd } from '../sim/scheduler.ts'
import type { Cont } from './memo.ts'
import { SERVING } from './memo.ts'
import type { Slots } from './slots.ts'
import type { Watch } from './watch.ts'

/** A page that some thread of the line stores to. */
interface Page {
  readonly mm: number
  readonly vpn: number
}

/** What a statement does to the promise about one page. */
type Effect = 'protects' | 'takes-away' | 'fills'

export class Promises {
  private readonly k: Kernel
  private readonly slots: Slots
  private readonly statements: readonly Statement[]
  private readonly pages: readonly Page[]

  constructor(
    k: Kernel,
    slots: Slots,
    statements: readonly Statement[],
    pages: readonly Page[],
    promised: ReadonlySet<string>,
  ) {
    this.k = k
    this.slots = slots
    this.statements = statements
    this.pages = pages
    for (const page of pages) this.slots.ofGhost(slotName(page), promised.has(keyOf(page)) ? 1 : 0)
  }

  private slotOf(page: Page): number {
    return this.slots.ofGhost(slotName(page))
  }

  /** Calls under way that change protection of the page: `wp`s in the low half, all others in the high half. */
  private runningOn(page: Page): number {
    return this.slots.ofGhost(`changing ${keyOf(page)}`)
  }

  private each(cont: Cont, visit: (page: Page, effect: Effect, bit: number) => void): void {
    const index = cont.root?.statement ?? -1
    const statement = index < 0 ? undefined : this.statements[index]
    if (statement === undefined) return
    for (const page of this.pages) {
      const effect = effectOn(this.k, statement, page)
      if (effect !== null) visit(page, effect, 1 << index)
    }
  }

  /** A call of the line takes its first step. */
  begins(watch: Watch, cont: Cont): void {
    if (cont.root?.statement === SERVING) this.servingBegins(watch)
    this.each(cont, (page, effect, bit) => {
      if (effect !== 'protects') watch.writeGhost(this.slotOf(page), 0)
      if (this.pages.length === 0) return
      const slot = this.runningOn(page)
      watch.writeGhost(slot, (watch.readGhost(slot) | (bit << 8) | bit) >>> 0)
    })
  }

  /** The monitor has read a message by itself, and begins to take the protection of its page away. */
  private servingBegins(watch: Watch): void {
    const ctx = this.k.m.find('uffd', this.k.m.rec('session', 0).uffd)
    for (const page of this.pages) {
      const isAnswered = ctx?.waiting.some(({ vpn }) => ctx.mm === page.mm && vpn === page.vpn)
      if (isAnswered === true) watch.writeGhost(this.slotOf(page), 0)
    }
  }

  /** A call of the line is over. The low bits: who runs; the high ones: who has run beside them. */
  ends(watch: Watch, cont: Cont, end: CallEnd | null): void {
    this.each(cont, (page, effect, bit) => {
      const slot = this.runningOn(page)
      const seen = watch.readGhost(slot)
      const running = seen & 0xff & ~bit
      const beside = (seen >>> 8) & ~bit
      watch.writeGhost(slot, running === 0 ? 0 : (seen & ~bit) >>> 0)
      if (end?.outcome !== 'ok' || effect === 'takes-away') return
      const isPromised =
        effect === 'fills' || beside !== 0
          ? running === 0 && isProtected(this.k, page)
          : isPromisedBy(this.k, page)
      if (isPromised) watch.writeGhost(this.slotOf(page), 1)
    })
  }

  /** A store has completed. */
  stores(watch: Watch, row: Row, report: () => void): void {
    const mm = mmOfRow(row)
    const vpn = vpnOfRow(row)
    const page = this.pages.find((p) => p.mm === mm && p.vpn === vpn)
    if (page !== undefined && watch.readGhost(this.slotOf(page)) === 1) report()
  }
}

function keyOf(page: Page): string {
  return `${page.mm} ${page.vpn}`
}

function slotName(page: Page): string {
  return `promised ${keyOf(page)}`
}

/** Pages that the line's stores go to, and those of writers who are blocked and may be woken. */
export function storedPages(k: Kernel, statements: readonly Statement[]): Page[] {
  const pages = new Map<string, Page>()
  const add = (page: Page): unknown => pages.set(keyOf(page), page)
  for (const statement of statements) {
    if (statement.op.verb !== 'write') continue
    const task = k.m.all('task').find((t) => t.name === actorOf(statement) && t.state.is !== 'gone')
    const mm = task === undefined ? undefined : k.m.find('mm', task.mm)
    const region = mm?.regions.find(
      (r) => r.name === (statement.op as { page: { name: string } }).page.name,
    )
    if (mm !== undefined && region !== undefined)
      add({ mm: mm.id, vpn: region.start + statement.op.page.index })
  }
  for (const task of k.m.all('task')) {
    const { state } = task
    if (state.is === 'sleeping' && state.resume.does === 'retry-access' && state.resume.write)
      add({ mm: task.mm, vpn: state.resume.vpn })
  }
  return [...pages.values()]
}

/** The promises after a line that ran alone, from those before it. */
export function promisesAfter(
  k: Kernel,
  statements: readonly { readonly statement: Statement; readonly isOk: boolean }[],
  before: ReadonlySet<string>,
  pages: readonly Page[],
): Set<string> {
  const after = new Set(before)
  for (const { statement, isOk } of statements) {
    for (const page of pages) {
      const effect = effectOn(k, statement, page)
      if (effect === null || !isOk) continue
      const holds =
        effect === 'protects' ? isPromisedBy(k, page) : effect === 'fills' && isProtected(k, page)
      if (holds) after.add(keyOf(page))
      else after.delete(keyOf(page))
    }
  }
  // A monitor that serves takes protection away by itself.
  if (k.m.rec('session', 0).serve) {
    for (const page of pages) if (!isProtected(k, page)) after.delete(keyOf(page))
  }
  return after
}

function effectOn(k: Kernel, statement: Statement, page: Page): Effect | null {
  const { op } = statement
  const mm = k.m.peekRecord('mm', page.mm) as Mm | undefined
  if (mm === undefined || !isSameProcess(k, statement, page)) return null
  const range = rangeOf(op)
  if (op.verb === 'close') return 'takes-away'
  if (range === null || !covers(mm, range, page)) return null
  switch (op.verb) {
    case 'wp':
      return 'protects'
    case 'unwp':
    case 'unregister':
    case 'unmap':
    case 'remap':
      return 'takes-away'
    case 'register':
      return op.modes.includes('wp') ? null : 'takes-away'
    case 'copy':
    case 'continue':
      return op.wp ? 'fills' : 'takes-away'
    case 'zero':
      return 'takes-away'
    case 'advise':
      return op.advice === 'dontneed' && isAnonymousArea(k, page) ? 'takes-away' : null
    default:
      return null
  }
}

function isSameProcess(k: Kernel, statement: Statement, page: Page): boolean {
  const name = actorOf(statement)
  for (let id = 0; ; id++) {
    const task = k.m.peekRecord('task', id) as { name: string; mm: number } | undefined
    if (task === undefined) return false
    if (task.name === name && task.mm === page.mm) return true
  }
}

function rangeOf(op: Op): RangeArg | null {
  if ('range' in op) return op.range
  if ('page' in op) {
    return { name: op.page.name, first: op.page.index, last: op.page.index, span: op.page.span }
  }
  return null
}

function covers(mm: Mm, range: RangeArg, page: Page): boolean {
  const region: Region | undefined = mm.regions.find((r) => r.name === range.name)
  if (region === undefined) return false
  const first = region.start + (range.first ?? 0)
  const last = region.start + (range.last ?? region.pages - 1)
  return page.vpn >= first && page.vpn <= last
}

function isAnonymousArea(k: Kernel, page: Page): boolean {
  const mm = k.m.peekRecord('mm', page.mm) as Mm
  const vma = vma_lookup(mm, page.vpn)
  return vma !== null && vma_is_anonymous(vma)
}

/** After a successful `wp` that nothing interfered with. */
function isPromisedBy(k: Kernel, page: Page): boolean {
  const mm = k.m.find('mm', page.mm)
  const vma = mm === undefined ? null : vma_lookup(mm, page.vpn)
  if (mm === undefined || vma === null || (vma.flags & VM_UFFD_WP) === 0) return false
  const ctx = k.m.find('uffd', vma.uffd)
  if (ctx === undefined || hasFeature(ctx, 'wp-async')) return false
  if (!vma_is_anonymous(vma) || hasFeature(ctx, 'wp-unpopulated')) return true
  const end = walkTables(k.m, mm.pgd, page.vpn)
  return end.level <= 2 && !pte_none(end.pte) && (end.level === 1 || pte_present(end.pte))
}

function isProtected(k: Kernel, page: Page): boolean {
  const mm = k.m.find('mm', page.mm)
  const vma = mm === undefined ? null : vma_lookup(mm, page.vpn)
  if (mm === undefined || vma === null || (vma.flags & VM_UFFD_WP) === 0) return false
  const ctx = k.m.find('uffd', vma.uffd)
  if (ctx === undefined || hasFeature(ctx, 'wp-async')) return false
  const { pte } = walkTables(k.m, mm.pgd, page.vpn)
  if (pte_none(pte)) return false
  if (is_pte_marker(pte)) return true
  return pte_present(pte) ? pte_uffd_wp(pte) : pte_swp_uffd_wp(pte)
}
