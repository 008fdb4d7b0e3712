/**
 * The small pictures of the start page: one moment of a run as a few shapes in a box of 280 by 92, plain JSON. What
 * they show is read from the run; only where it stands is decided here.
 */

import { countText } from '../base/count-text.ts'
import type { Glimpse, GlimpseMoment, PageFacts } from '../sim/page-facts.ts'
import type { StateGraph } from '../store/desk-types.ts'
import type { EntryInfo, EntryState } from './decode-entry.ts'
import { decodeEntry } from './decode-entry.ts'
import { CELL_UFFD_WP } from './map-cells.ts'
import { graphPicture } from './state-graph-layout.ts'
import { pfnText, valueText } from './text.ts'

export const MINI_W = 280
export const MINI_H = 92

/** Shapes in the order in which they are painted. */
export type Shape =
  | {
      readonly is: 'swatch'
      readonly x: number
      readonly y: number
      readonly size: number
      /** Where it is no square. */
      readonly w?: number
      readonly state: EntryState
      readonly look?: 'ring'
    }
  | {
      readonly is: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly face: 'mono' | 'bold' | 'words' | 'name' | 'act'
      readonly anchor?: 'middle' | 'end'
      readonly tone?: 'shared' | 'bad' | 'on-ink' | 'on-state'
    }
  | {
      readonly is: 'box'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly look: BoxLook
    }
  | {
      readonly is: 'line'
      readonly d: string
      readonly look: 'hair' | 'link' | 'active' | 'child' | 'marker' | 'ray' | 'path' | 'cross'
      readonly head?: { readonly x: number; readonly y: number; readonly to: 'right' | 'up' }
    }
  | {
      readonly is: 'cells'
      readonly x: number
      readonly y: number
      readonly columns: number
      readonly size: number
      /** Gap between two cells. */
      readonly gap: number
      readonly cells: readonly number[]
    }

type BoxLook =
  | 'card'
  | 'table'
  | 'shared'
  | 'frame'
  | 'changed'
  | 'row'
  | 'head'
  | 'bar'
  | 'ghost'
  | 'blocked'
  | 'guard'
  | 'differs'
  | 'bad'

/** Which picture, of what. */
export type MiniPlan =
  | { readonly kind: 'walk' | 'fork' | 'grow' | 'life' }
  | { readonly kind: 'map' | 'split' }
  | { readonly kind: 'pair'; readonly names: readonly [string, string] }

const text = (
  x: number,
  y: number,
  words: string,
  face: 'mono' | 'bold' | 'words' | 'name' | 'act' = 'mono',
  more: { anchor?: 'middle' | 'end'; tone?: 'shared' | 'bad' | 'on-ink' | 'on-state' } = {},
): Shape => ({ is: 'text', x, y, text: words, face, ...more })

const box = (x: number, y: number, w: number, h: number, look: BoxLook): Shape => ({
  is: 'box',
  x,
  y,
  w,
  h,
  look,
})

type Line = Extract<Shape, { is: 'line' }>

const line = (d: string, look: Line['look'], head?: Line['head']): Shape =>
  head === undefined ? { is: 'line', d, look } : { is: 'line', d, look, head }

/** An S from left to right that ends in a head. */
function arrow(x0: number, y0: number, x1: number, y1: number, look: Line['look']): Shape {
  const mid = (x0 + x1 - 7) / 2
  const d = `M${x0} ${y0}C${mid} ${y0} ${mid} ${y1} ${x1 - 7} ${y1}`
  return line(d, look, { x: x1, y: y1, to: 'right' })
}

const swatch = (
  x: number,
  y: number,
  size: number,
  state: EntryState,
  look?: 'ring',
): Extract<Shape, { is: 'swatch' }> => ({
  is: 'swatch',
  x,
  y,
  size,
  state,
  ...(look === undefined ? {} : { look }),
})

/** The entry of a page, if its table is there. */
function entryOf(page: PageFacts | undefined): EntryInfo | null {
  if (page === undefined) return null
  const info = decodeEntry(page.pte, page.level)
  return page.level === 1 || info.huge ? info : null
}

function lettersOf(info: EntryInfo | null, from: number, to: number): string {
  if (info === null) return ''
  if (info.letters === null) return info.uffdWp ? 'U' : ''
  return info.letters.slice(from, to).join(' ')
}

function pagesOf({ now }: GlimpseMoment, process: string): readonly PageFacts[] {
  return now.pages.filter((page) => page.process === process)
}

function processesOf({ now }: GlimpseMoment): string[] {
  return [...new Set(now.pages.map(({ process }) => process))]
}

function indexOf(page: PageFacts): number {
  return page.way[3]?.index ?? 0
}

function isSameEntry(a: PageFacts, b: PageFacts | undefined): boolean {
  return b !== undefined && a.pte.lo === b.pte.lo && a.pte.hi === b.pte.hi && a.level === b.level
}

function worthOf(page: PageFacts): string {
  return page.frame === null ? '' : `= ${valueText(page.frame.value)}`
}

/** A table above, with its one entry as a bar. */
function upper(x: number, y: number): Shape[] {
  return [
    box(x, y, 22, 34, 'card'),
    line(`M${x + 3} ${y + 8}h16M${x + 3} ${y + 26}h16`, 'hair'),
    box(x + 3, y + 13, 16, 6, 'bar'),
  ]
}

/** Tables, the entries of two pages, their frame, and the child's way to it. */
function walk(glimpse: Glimpse, k: number): Shape[] {
  const moment = glimpse.moments[k] as GlimpseMoment
  const before = glimpse.moments[k - 1]
  const [main = '', child] = processesOf(moment)
  const pages = pagesOf(moment, main)
  const shapes: Shape[] = []
  const tables = pages[0]?.way.filter(({ table }) => table).length ?? 0
  for (let i = 0; i < 3; i++) {
    if (i > tables) continue
    shapes.push(...upper(12 + i * 32, 26 - i))
  }
  for (let i = 0; i < Math.min(3, tables); i++) {
    const x = 12 + i * 32 + 19
    shapes.push(arrow(x, 42 - i, x + 13 + (i === 2 ? 1 : 0), 29 - i, 'active'))
  }
  if (tables < 3) return shapes
  shapes.push(box(108, 16, 80, 66, 'table'))
  const rows = pages.slice(0, 2)
  const changed = rows.findLastIndex(
    (page) =>
      !isSameEntry(page, before && pagesOf(before, main).find((one) => one.page === page.page)),
  )
  const active = rows.at(-1)
  for (const [i, page] of rows.entries()) {
    const y = 18 + i * 24
    const info = entryOf(page)
    if (i === changed && before !== undefined) shapes.push(box(108, y - 1, 80, 24, 'changed'))
    if (info === null) continue
    shapes.push(
      swatch(116, y + 3.5, 15, info.state),
      text(138, y + 16, String(indexOf(page)), 'bold'),
    )
    shapes.push(text(156, y + 16, lettersOf(info, 0, 2)))
  }
  shapes.push(line('M116 71h64M116 77h64', 'hair'))
  if (active === undefined || !active.isMapped || active.frame === null) return shapes
  const { frame } = active
  const isShared = frame.count > 1
  shapes.push(box(229, 32, 40, 21, isShared ? 'shared' : 'frame'))
  shapes.push(text(249, 46.5, worthOf(active), 'bold', { anchor: 'middle' }))
  if (isShared) {
    shapes.push(text(249, 25, `× ${frame.count}`, 'bold', { anchor: 'middle', tone: 'shared' }))
  }
  shapes.push(arrow(188, 53, 227, 40, 'active'))
  const other = child === undefined ? undefined : pagesOf(moment, child).at(-1)
  if (other?.frame?.pfn === frame.pfn) shapes.push(arrow(148, 88, 227, 47, 'child'))
  if (moment.now.waiting.includes(main)) {
    shapes.push(box(229, 66, 40, 14, 'blocked'))
    shapes.push(text(224, 77, main, 'words', { anchor: 'end', tone: 'bad' }))
  }
  return shapes
}

/** One page of two processes, each with its frame, and the copy between the two. */
function fork(glimpse: Glimpse, k: number): Shape[] {
  const moment = glimpse.moments[k] as GlimpseMoment
  const before = glimpse.moments[k - 1]
  const shapes: Shape[] = []
  const [main, child] = processesOf(moment).map((one) => pagesOf(moment, one)[0])
  const isOne = main?.frame != null && main.frame.pfn === child?.frame?.pfn
  for (const [i, page] of [main, child].entries()) {
    if (page === undefined) continue
    const y = 26 + i * 42
    const info = entryOf(page)
    const old = before?.now.pages.find(
      (one) => one.process === page.process && one.page === page.page,
    )
    shapes.push(text(14, y + 4, page.process, 'name'))
    shapes.push(swatch(56, y - 7.5, 15, info?.state ?? 'none'))
    shapes.push(text(78, y + 4.5, `${indexOf(page)} ${lettersOf(info, 0, 1)}`, 'bold'))
    if (!page.isMapped || page.frame === null) continue
    const look = i === 0 ? 'active' : 'child'
    if (i === 1 && isOne) {
      shapes.push(line(`M106 ${y}H228Q236 ${y} 236 ${y - 8}V44`, look, { x: 236, y: 37, to: 'up' }))
      continue
    }
    const isChanged = old !== undefined && worthOf(old) !== worthOf(page)
    shapes.push(arrow(106, y, 212, y, look))
    shapes.push(box(214, y - 11, 44, 22, isOne ? 'shared' : isChanged ? 'changed' : 'frame'))
    if (isChanged && !isOne) shapes.push(box(214, y - 11, 44, 22, 'frame'))
    shapes.push(text(236, y + 4.5, worthOf(page), 'bold', { anchor: 'middle' }))
    if (isOne) shapes.push(text(264, y + 4.5, `× ${page.frame.count}`, 'bold', { tone: 'shared' }))
  }
  if (!isOne && main?.isMapped === true && child?.isMapped === true) {
    shapes.push(line('M236 56V47', 'child', { x: 236, y: 39, to: 'up' }))
    shapes.push(text(228, 51, 'copy', 'mono', { anchor: 'end' }))
  }
  return shapes
}

/** Tables that come into being, the entry in the last of them, and the page cache that a marker guards. */
function grow(glimpse: Glimpse, k: number): Shape[] {
  const moment = glimpse.moments[k] as GlimpseMoment
  const before = glimpse.moments[k - 1]
  const page = moment.now.pages[0]
  const shapes: Shape[] = []
  if (page === undefined) return shapes
  const tables = page.way.filter(({ table }) => table).length
  shapes.push(...upper(14, 30))
  if (tables > 0) shapes.push(arrow(33, 46, 44, 34, 'active'), ...upper(46, 31))
  const info = entryOf(page)
  if (tables > 1) shapes.push(arrow(65, 47, 132, 24, 'active'))
  if (tables > 2) {
    for (let i = 0; i < 3; i++) shapes.push(box(80 + i * 15, 30 - i * 5, 20, 40 + i * 9, 'ghost'))
    shapes.push(box(134, 14, 82, 64, 'table'), box(134, 14, 82, 16, 'head'))
    shapes.push(text(141, 26, 'PTE', 'bold', { tone: 'on-ink' }))
    shapes.push(text(208, 26, '+', 'bold', { anchor: 'end', tone: 'on-ink' }))
    if (before !== undefined && !isSameEntry(page, before.now.pages[0])) {
      shapes.push(box(134, 37, 82, 23, 'changed'))
    }
    shapes.push(swatch(140, 41, 15, info?.state ?? 'none'))
    shapes.push(text(161, 53, String(indexOf(page)), 'bold'))
    const words =
      info === null || info.state === 'none' ? 'none' : info.state === 'marker' ? 'marker' : ''
    shapes.push(words === '' ? text(176, 53, lettersOf(info, 0, 2)) : text(172, 53, words, 'words'))
    shapes.push(line('M142 67h66M142 72h66', 'hair'))
  }
  if (page.frame === null) return shapes
  // A part of the page cache: what the file's pages around this one are.
  const isGuarded = info?.state === 'marker'
  shapes.push({
    is: 'cells',
    x: 236,
    y: 20,
    columns: 5,
    size: 9,
    gap: 1.5,
    cells: Array(30).fill(CACHED),
  })
  if (isGuarded || page.isMapped) {
    shapes.push(box(235, 36, 10, 10, 'guard'))
    const look = isGuarded ? 'marker' : 'active'
    shapes.push(line('M216 48C228 48 224 41 234 41', look))
  }
  return shapes
}

/** A cell of a page cache, beside the classes of the map's. */
export const CACHED = 64

interface Stage {
  readonly info: EntryInfo | null
  readonly isBlocked: boolean
  readonly act: string
}

/** What one entry goes through: a stage for each state that it has at the end of a statement. */
function stagesOf({ moments }: Glimpse): Stage[] {
  const stages: Stage[] = []
  for (const { now, statement } of moments) {
    const [page] = now.pages
    if (page === undefined) continue
    const info = entryOf(page)
    const isBlocked = now.waiting.includes(page.process)
    const last = stages.at(-1)
    const isSame =
      last !== undefined &&
      last.isBlocked === isBlocked &&
      last.info?.state === info?.state &&
      last.info?.zero === info?.zero &&
      lettersOf(last.info, 0, 4) === lettersOf(info, 0, 4)
    if (!isSame) stages.push({ info, isBlocked, act: verbOf(statement) })
  }
  return stages
}

const SHORT: Readonly<Record<string, string>> = {
  'advise pageout': 'out',
  'advise dontneed': 'drop',
  'advise populate-write': 'populate',
  'advise populate-read': 'populate',
}

/** The verb of a statement; of an advice, which. */
function verbOf(statement: string): string {
  const words = statement.replace(/^\w+: /, '').split(' ')
  const [verb = ''] = words
  const long = verb === 'advise' ? `${verb} ${words.at(-1)}` : verb
  return SHORT[long] ?? (verb === 'advise' ? (words.at(-1) ?? verb) : verb)
}

function captionOf({ info, isBlocked }: Stage): string {
  if (isBlocked) return 'waits'
  if (info === null || info.state === 'none') return 'none'
  if (info.zero) return 'zero page'
  if (info.state === 'swap') return info.uffdWp ? 'swap · U' : 'swap'
  if (info.state === 'marker') return 'marker'
  return lettersOf(info, 0, 4).replaceAll('· ', '').replace(/ ?·$/, '') || pfnText(info.pfn ?? 0)
}

/** At most so many stages stand beside each other: the first ones are left out. */
const MOST_STAGES = 4

function life(glimpse: Glimpse, k: number): Shape[] {
  const shown = stagesOf({ ...glimpse, moments: glimpse.moments.slice(0, k + 1) })
  const stages = shown.slice(-MOST_STAGES)
  const gap = stages.length > 3 ? 70 : 92
  const left = (MINI_W - (stages.length - 1) * gap) / 2
  return stages.flatMap((stage, i): Shape[] => {
    const x = left + i * gap
    const isLast = i === stages.length - 1
    const look = isLast && stages.length > 1 ? 'ring' : undefined
    return [
      ...(i === 0
        ? []
        : [
            arrow(x - gap + 19, 36, x - 19, 36, 'active'),
            text(x - gap / 2, 29, stage.act, 'act', { anchor: 'middle' }),
          ]),
      stage.isBlocked
        ? box(x - 17, 23, 34, 26, 'blocked')
        : swatch(x - 13, 23, 26, stage.info?.state ?? 'none', look),
      text(x, 68, captionOf(stage), 'mono', { anchor: 'middle' }),
    ]
  })
}

/** Every entry of a region. */
function map(glimpse: Glimpse, k: number): Shape[] {
  const cells = glimpse.moments[k]?.cells
  if (cells == null) return []
  const columns = Math.ceil(Math.sqrt((cells.length * MINI_W) / MINI_H))
  return [{ is: 'cells', x: 0, y: 0, columns, size: MINI_W / columns, gap: 0.6, cells: [...cells] }]
}

/** A huge entry, and the entries that it falls into. */
function split({ moments }: Glimpse, k: number): Shape[] {
  const { cells, now } = moments[k] as GlimpseMoment
  const first = moments.findIndex((one) => entryOf(one.now.pages[0])?.huge === true)
  if (first < 0 || first > k || cells === null) return []
  const info = entryOf(now.pages[0])
  const whole = info?.huge === true ? info : entryOf(moments[first]?.now.pages[0])
  const shapes: Shape[] = [
    { is: 'swatch', x: 14, y: 18, size: 30, w: 72, state: whole?.state ?? 'none' },
    text(50, 37.5, '2 MiB', 'bold', { anchor: 'middle', tone: 'on-state' }),
    text(50, 66, 'PMD 0', 'words', { anchor: 'middle' }),
  ]
  if (info?.huge === true) return shapes
  const isGuarded = (cell: number): boolean => cell === CELL_UFFD_WP
  const words = `${countText(cells.length)} entries, ${cells.filter(isGuarded).length} protected`
  const grid = { x: 126, y: 6, columns: 32, size: 4.25, gap: 0.75 }
  return [
    ...shapes,
    arrow(90, 33, 120, 33, 'active'),
    { is: 'cells', ...grid, cells: [...cells] },
    text(grid.x + 136, 87, words, 'words', { anchor: 'end' }),
  ]
}

/** The same pages on two kernels, before and after a statement; where they part is outlined. */
function pair(
  [a, b]: readonly [Glimpse, Glimpse],
  names: readonly [string, string],
  k: number,
): Shape[] {
  const shapes: Shape[] = []
  const states = (glimpse: Glimpse, at: number): EntryState[] =>
    (glimpse.moments[at]?.now.pages ?? []).map((page) => entryOf(page)?.state ?? 'none')
  const before = [states(a, k - 1), states(b, k - 1)]
  const after = [states(a, k), states(b, k)]
  const differing = (after[0] ?? []).flatMap((state, i) => (state === after[1]?.[i] ? [] : [i]))
  for (const i of [0, 1]) {
    const y = 26 + i * 36
    shapes.push(text(10, y + 4, names[i] as string, 'mono'))
    shapes.push(...(before[i] ?? []).map((state, n) => swatch(72 + n * 18, y - 7.5, 15, state)))
    shapes.push(arrow(150, y, 178, y, 'active'))
    shapes.push(...(after[i] ?? []).map((state, n) => swatch(186 + n * 18, y - 7.5, 15, state)))
  }
  const [first] = differing
  const last = differing.at(-1)
  if (first === undefined || last === undefined) return shapes
  const x = 182 + first * 18
  const w = (last - first) * 18 + 22
  shapes.push(box(x, 14, w, 60, 'differs'), box(x + w - 7, 37, 14, 14, 'bar'))
  shapes.push(text(x + w, 48, '≠', 'bold', { anchor: 'middle', tone: 'on-ink' }))
  return shapes
}

/** One moment of a picture. A pair has two runs, everything else one. */
export function miniature(plan: MiniPlan, glimpses: readonly Glimpse[], k: number): Shape[] {
  const [first, second] = glimpses
  if (first === undefined) return []
  if (plan.kind === 'pair') return second === undefined ? [] : pair([first, second], plan.names, k)
  return DRAWINGS[plan.kind](first, k)
}

const DRAWINGS: Readonly<
  Record<Exclude<MiniPlan['kind'], 'pair'>, (glimpse: Glimpse, k: number) => Shape[]>
> = { walk, fork, grow, life, map, split }

/** All schedules of a line: the cloud of its states, and the way that leaves it for what is violated. */
export function graphMiniature(graph: StateGraph, upTo: number, says: string): Shape[] {
  const { dots, lines, badLines } = graphPicture(graph, MINI_W, MINI_H, 30)
  const way = graph.path.filter((node) => (graph.nodes[node]?.depth ?? 0) <= upTo)
  const points = way.map((node) => dots[node] as { x: number; y: number })
  const path = points
    .map(({ x, y }, i) => {
      const from = points[i - 1]
      if (from === undefined) return `M${x.toFixed(1)} ${y.toFixed(1)}`
      const mid = ((from.x + x) / 2).toFixed(1)
      return `C${mid} ${from.y.toFixed(1)} ${mid} ${y.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
  const end = points.at(-1)
  const isBad = graph.nodes[way.at(-1) ?? -1]?.isBad === true
  const shapes: Shape[] = [line(lines + badLines, 'hair'), line(path, 'path')]
  for (const { x, y } of points) shapes.push(box(x - 2, y - 2, 4, 4, 'bar'))
  if (end !== undefined && isBad) {
    shapes.push(box(end.x - 6, end.y - 6, 12, 12, 'bad'))
    shapes.push(line(`M${end.x - 2.5} ${end.y - 2.5}l5 5m0 -5l-5 5`, 'cross'))
    const isLeft = end.x > MINI_W - 90
    shapes.push(
      text(end.x + (isLeft ? -12 : 12), end.y + 4.5, says, 'name', {
        ...(isLeft ? { anchor: 'end' } : {}),
        tone: 'bad',
      }),
    )
  }
  return shapes
}
