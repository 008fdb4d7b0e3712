/** The rules about single operations, and what each does to the names and sizes that later ones see. */

import { hex } from '../base/bits.ts'
import type { MapSource, Op, PageArg, RangeArg, Span, Statement } from './ast.ts'
import type { CheckedRegion, Checking } from './checking.ts'
import { declareActor, declareNew, placeOf, report, resolve } from './checking.ts'
import { quote } from './diagnostics.ts'
import { LIMITS, PAGE_SIZE, USER_SPACE_END } from './limits.ts'
import type { FileState, Process, RegionState } from './world.ts'
import { exitProcess, forkProcess, mapRegion, resizeFile, unmapRegion } from './world.ts'

type Where = Pick<CheckedRegion, 'line' | 'statement'>

/**
 * Checks one operation and applies its effect.
 *
 * @param process the process of its actor, dead or alive; null if there is no such actor. Without a live process the
 *   operation has no effect but that its names are declared and its region is counted.
 */
export function checkOp(
  checking: Checking,
  statement: Statement,
  process: Process | null,
  where: Where,
): void {
  const { op } = statement
  const actor = process ?? { name: '', alive: false }
  switch (op.verb) {
    case 'file':
      checkFile(checking, statement, op, where)
      break
    case 'pwrite':
      checkPwrite(checking, op.range, actor)
      break
    case 'pread':
      resolve(checking, op.page.name, op.page.span, ['file'])
      break
    case 'punch':
      resolve(checking, op.range.name, op.range.span, ['file'])
      break
    case 'truncate':
      checkTruncate(checking, statement, op, actor)
      break
    case 'map':
      checkMap(checking, statement, op, actor, where)
      break
    case 'unmap':
      checkUnmap(checking, op.range, actor)
      break
    case 'remap':
      checkRemap(checking, statement, op, actor)
      break
    case 'thread':
    case 'fork':
      checkStart(checking, statement, op, actor, where)
      break
    case 'exit':
      checkExit(checking, statement, op.name, actor)
      break
    default:
      if ('range' in op) checkRange(checking, op.range)
      if ('page' in op) checkPage(checking, op.page)
  }
}

type OpOf<V extends Op['verb']> = Extract<Op, { verb: V }>

function checkFile(
  checking: Checking,
  statement: Statement,
  op: OpOf<'file'>,
  { line }: Where,
): void {
  const file: FileState = {
    kind: 'file',
    name: op.name,
    line,
    pages: op.pages,
    mostPages: op.pages,
  }
  if (!declareNew(checking, placeOf(statement, 'name'), file)) return
  checking.world.files.push(file)
  checking.world.filePages += op.pages
  checkFilePages(checking, placeOf(statement, 'pages'))
}

function checkPwrite(checking: Checking, range: RangeArg, actor: Process): void {
  const file = resolve(checking, range.name, range.span, ['file'])
  if (file === null || range.last === null || range.last < file.pages || !actor.alive) return
  resizeFile(checking.world, file, range.last + 1)
  checkFilePages(checking, range.span)
}

function checkTruncate(
  checking: Checking,
  statement: Statement,
  op: OpOf<'truncate'>,
  actor: Process,
): void {
  const file = resolve(checking, op.name, placeOf(statement, 'name'), ['file'])
  if (file === null || !actor.alive) return
  resizeFile(checking.world, file, op.pages)
  checkFilePages(checking, placeOf(statement, 'pages'))
}

function checkFilePages(checking: Checking, span: Span): void {
  const { filePages } = checking.world
  if (filePages <= LIMITS.totalPages) return
  const most = `at most ${LIMITS.totalPages} pages in all files`
  report(checking, span, `${filePages} pages`, most)
}

function checkMap(
  checking: Checking,
  statement: Statement,
  op: OpOf<'map'>,
  actor: Process,
  where: Where,
): void {
  const pages = mappedPages(checking, statement, op.source)
  const start = checking.place({ pages, at: op.at })
  const order = checking.regions.length
  checking.regions.push({ name: op.name, order, start, pages, ...where })
  if (op.at !== null) checkPlace(checking, placeOf(statement, 'at'), { start, pages }, actor)
  const region: RegionState = {
    kind: 'region',
    name: op.name,
    line: where.line,
    order,
    pages,
    mappedIn: new Map(),
  }
  if (!declareNew(checking, placeOf(statement, 'name'), region)) return
  if (!actor.alive || pages === 0) return
  mapRegion(checking.world, region, actor, start)
  const { live, livePages } = checking.world
  if (live.size > LIMITS.liveRegions) {
    const most = `at most ${LIMITS.liveRegions} regions at a time`
    report(checking, placeOf(statement, 'name'), `live region ${live.size}`, most)
  }
  if (livePages > LIMITS.totalPages) {
    const most = `at most ${LIMITS.totalPages} pages in all live regions`
    report(checking, placeOf(statement, 'pages'), `${livePages} pages`, most)
  }
}

/** The length of a region; without `pages N`, what its file has from `from` on at that point of the text. */
function mappedPages(checking: Checking, statement: Statement, source: MapSource): number {
  if (source.kind === 'anon') return source.pages
  const file = resolve(checking, source.file, placeOf(statement, 'file'), ['file'])
  return source.pages ?? Math.max(0, (file?.pages ?? 0) - source.from)
}

/** An `at` keeps to user space, and off the regions of its process whose place is certain. */
function checkPlace(
  checking: Checking,
  span: Span,
  { start, pages }: { readonly start: bigint; readonly pages: number },
  actor: Process,
): void {
  const end = start + BigInt(pages) * PAGE_SIZE
  const found = `${pages} pages at ${hex(start)}`
  if (end > USER_SPACE_END) {
    report(checking, span, found, `a region that ends at or below ${hex(USER_SPACE_END)}`)
  }
  for (const other of checking.world.live) {
    const from = other.mappedIn.get(actor)
    if (from === undefined || from === null) continue
    const to = from + BigInt(other.pages) * PAGE_SIZE
    if (start >= to || from >= end) continue
    const taken = `a place that ${other.name} (${hex(from)} to ${hex(to)}) does not take`
    report(checking, span, found, taken)
    return
  }
}

function checkUnmap(checking: Checking, range: RangeArg, actor: Process): void {
  const region = checkRange(checking, range)
  if (region === null || !isWhole(region, range)) return
  unmapRegion(checking.world, region, actor)
}

function checkRemap(
  checking: Checking,
  statement: Statement,
  op: OpOf<'remap'>,
  actor: Process,
): void {
  const region = checkRange(checking, op.range)
  if (region === null) return
  if (!isWhole(region, op.range)) {
    report(
      checking,
      op.range.span,
      'a part of the region',
      `the whole region, ${quote(region.name)}`,
    )
    return
  }
  const end = op.at + BigInt(region.pages) * PAGE_SIZE
  if (end > USER_SPACE_END) {
    const found = `${region.pages} pages at ${hex(op.at)}`
    const expected = `a region that ends at or below ${hex(USER_SPACE_END)}`
    report(checking, placeOf(statement, 'at'), found, expected)
  }
  // It may be refused (EEXIST, or several mappings), and then it stays where it was.
  if (region.mappedIn.has(actor)) region.mappedIn.set(actor, null)
}

/** `thread` and `fork`. One more thread lives as long as its process, a child is a process of its own. */
function checkStart(
  checking: Checking,
  statement: Statement,
  op: OpOf<'thread'> | OpOf<'fork'>,
  actor: Process,
  { line }: Where,
): void {
  const isThread = op.verb === 'thread'
  declareActor(checking, placeOf(statement, 'name'), {
    kind: isThread ? 'thread' : 'process',
    name: op.name,
    line,
    process: isThread ? actor : forkProcess(checking.world, actor, op.name),
  })
}

function checkExit(checking: Checking, statement: Statement, name: string, actor: Process): void {
  const span = placeOf(statement, 'name')
  const child = resolve(checking, name, span, ['process'])
  if (child === null) return
  if (child.name === 'main') {
    report(checking, span, 'the first process', 'a process that fork made')
    return
  }
  if (actor.alive) exitProcess(checking.world, child.process)
}

/** A page of a region or file must lie inside it. */
export function checkPage(checking: Checking, page: PageArg): void {
  const { name, index, span } = page
  checkRange(checking, { name, first: index, last: index, span })
}

/** The region of a range that fits into it, or null after a diagnostic. */
function checkRange(checking: Checking, range: RangeArg): RegionState | null {
  const region = resolve(checking, range.name, range.span, ['region'])
  if (region === null) return null
  // A region without pages was never mapped: the run says so.
  if (range.last === null || region.pages === 0 || range.last < region.pages) return region
  const found = range.first === range.last ? `page ${range.last}` : `pages up to ${range.last}`
  const last = region.pages - 1
  report(checking, range.span, found, `a page of ${region.name}, 0 to ${last}`)
  return null
}

function isWhole(region: RegionState, { first, last }: RangeArg): boolean {
  return first === null || (first === 0 && last === region.pages - 1)
}
