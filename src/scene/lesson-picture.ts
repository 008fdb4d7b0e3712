/**
 * The small picture of a lesson: the entries of some pages in each process, the frames behind them, and links between
 * the two. Boxes and lines in CSS pixels; plain JSON, made from facts that were read before.
 */
import type { PageFacts, PagesNow } from '../sim/page-facts.ts'
import type { EntryState, Letters } from './decode-entry.ts'
import { decodeEntry, STATE_WORDS } from './decode-entry.ts'
import type { Box } from './scene.ts'
import { pfnText, round3, valueText } from './text.ts'

export interface PictureRow extends Box {
  readonly id: string
  readonly process: string
  readonly page: string
  /** Index in its table; null where there is no table that could hold it. */
  readonly index: number | null
  readonly state: EntryState
  readonly pfn: string
  readonly letters: Letters | null
  /** In the place of frame and letters: `none`, `no PMD table`. */
  readonly words: string
  readonly isFirst: boolean
  readonly isLast: boolean
}

interface Crumb {
  readonly text: string
  readonly isThere: boolean
}

export interface PictureGroup {
  readonly id: string
  readonly process: string
  /** Whether the name is to be said: once a process. */
  readonly isNamed: boolean
  readonly name: Box
  readonly crumbs: readonly Crumb[]
  readonly way: Box
}

export interface PictureFrame extends Box {
  readonly id: string
  readonly pfn: string
  readonly count: string
  readonly name: string
  readonly value: string
  readonly isShared: boolean
  /** In the page cache, and no entry maps it. */
  readonly isIdle: boolean
}

interface PictureLink {
  readonly id: string
  readonly kind: 'main' | 'other' | 'marker'
  readonly d: string
  /** Where its arrow stands. */
  readonly x: number
  readonly y: number
}

export interface LessonPicture {
  readonly width: number
  readonly height: number
  readonly groups: readonly PictureGroup[]
  readonly rows: readonly PictureRow[]
  readonly frames: readonly PictureFrame[]
  readonly links: readonly PictureLink[]
  readonly waiting: readonly string[]
  readonly unread: number | null
  /** The whole picture in a sentence or two, for those who do not see it. */
  readonly says: string
}

export interface PictureRoom {
  readonly width: number
  /** Height of an entry's row and of a frame's card. */
  readonly row: number
  readonly frame: number
  /** Does the name of the process stand beside its entries (else above them)? */
  readonly isWide: boolean
  /** Shows the tables on the way to the entries. */
  readonly hasWay: boolean
  /** The picture has a slide to itself. */
  readonly isLarge: boolean
}

const NAME_W = 92
const HEAD_H = 28
const WAY_H = 32
const GAP = 20
const FRAME_GAP = 14

interface Column {
  readonly x: number
  readonly w: number
}

/** Entries left, frames right, and room for the links between them. */
function columnsOf({ width, isWide, isLarge }: PictureRoom): { entries: Column; frames: Column } {
  const left = isWide ? NAME_W : 0
  const frameW = Math.min(isLarge ? 264 : 216, Math.max(112, Math.round((width - left) * 0.36)))
  const gap = Math.min(128, Math.max(26, Math.round((width - left) * 0.13)))
  const w = Math.min(isLarge ? 480 : 380, width - left - frameW - gap)
  const between = Math.min(gap + (width - left - frameW - gap - w), 150)
  return { entries: { x: left, w }, frames: { x: left + w + between, w: frameW } }
}

/** Pages of one process that share their tables, in order. */
interface Cluster {
  readonly process: string
  readonly pages: readonly PageFacts[]
}

function clustersOf(pages: readonly PageFacts[]): Cluster[] {
  const clusters = new Map<string, { process: string; pages: PageFacts[] }>()
  for (const page of pages) {
    const way = page.way.map(({ index }, i) => (i < 3 ? index : '')).join()
    const key = `${page.process} ${way}`
    const cluster = clusters.get(key) ?? { process: page.process, pages: [] }
    cluster.pages.push(page)
    clusters.set(key, cluster)
  }
  return [...clusters.values()]
}

const TABLE_NAMES = ['PGD', 'PUD', 'PMD', 'PTE'] as const

/** Which tables are there: PGD 32 › PUD 3 › PMD 5 › no PTE table. */
function crumbsOf(page: PageFacts): Crumb[] {
  const crumbs: Crumb[] = []
  for (const [at, { index, table }] of page.way.entries()) {
    const name = TABLE_NAMES[at] as string
    crumbs.push({ text: at === 3 ? 'PTE table' : `${name} ${index}`, isThere: true })
    if (table || at === 3) continue
    crumbs.push({ text: `no ${TABLE_NAMES[at + 1]} table`, isThere: false })
    break
  }
  return crumbs
}

function rowOf(page: PageFacts, box: Box, isFirst: boolean, isLast: boolean): PictureRow {
  const info = decodeEntry(page.pte, page.level)
  const isHere = page.level === 1 || info.huge
  const state = isHere ? info.state : 'none'
  const marker = info.uffdWp ? 'marker, uffd-wp' : 'marker'
  const swap = info.uffdWp ? 'swapped out, U' : 'swapped out'
  const words: Partial<Record<EntryState, string>> = { none: 'none', marker, swap }
  return {
    id: `${page.process} ${page.page}`,
    process: page.process,
    page: page.page,
    index: isHere ? (page.way[3]?.index ?? 0) : null,
    state,
    pfn: info.zero ? 'zero page' : isHere && info.pfn !== null ? pfnText(info.pfn) : '',
    letters: isHere ? info.letters : null,
    words: isHere ? (words[state] ?? '') : `no ${TABLE_NAMES[5 - page.level] ?? 'PTE'} table`,
    isFirst,
    isLast,
    ...box,
  }
}

interface Pull {
  readonly id: string
  readonly page: PageFacts
  readonly from: { x: number; y: number }
}

/** Frames in the order of their entries' heights, pushed apart until none lies on another. */
function framesOf(pulls: readonly Pull[], column: Column, height: number): PictureFrame[] {
  const byFrame = new Map<number, Pull[]>()
  for (const pull of pulls) {
    const pfn = pull.page.frame?.pfn ?? 0
    byFrame.set(pfn, [...(byFrame.get(pfn) ?? []), pull])
  }
  const mean = (all: readonly Pull[]) => all.reduce((sum, { from }) => sum + from.y, 0) / all.length
  const ordered = [...byFrame.values()].sort((a, b) => mean(a) - mean(b))
  let top = 0
  const boxes = ordered.map((all) => {
    const y = Math.max(top, mean(all) - height / 2)
    top = y + height + FRAME_GAP
    return { all, y }
  })
  return boxes.map(({ all, y }) => {
    const frame = all[0]?.page.frame
    if (frame == null) throw new Error('a frame without facts')
    const isIdle = !all.some(({ page }) => page.isMapped)
    return {
      id: String(frame.pfn),
      pfn: frame.zero ? 'zero page' : pfnText(frame.pfn),
      count: frame.zero ? '' : isIdle && frame.count === 0 ? 'cached' : `× ${frame.count}`,
      name: frame.zero ? 'all zeroes' : frame.name,
      value: frame.zero ? '= 0' : `= ${valueText(frame.value)}`,
      isShared: frame.count > 1,
      isIdle,
      x: column.x,
      y: round3(y),
      w: column.w,
      h: height,
    }
  })
}

function linkOf(
  pull: Pull,
  to: PictureFrame,
  at: number,
  count: number,
  first: string,
): PictureLink {
  const { x: x0, y: y0 } = pull.from
  const spread = Math.min(24, to.h / (count + 1))
  const y1 = round3(to.y + to.h / 2 + (at - (count - 1) / 2) * spread)
  const x1 = to.x - 2
  const bend = round3((x1 - x0) * 0.45)
  const kind = !pull.page.isMapped ? 'marker' : pull.page.process === first ? 'main' : 'other'
  const d = `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - 8 - bend} ${y1} ${x1 - 8} ${y1}`
  return { id: pull.id, kind, d, x: x1, y: y1 }
}

function linksOf(pulls: readonly Pull[], frames: readonly PictureFrame[]): PictureLink[] {
  const first = pulls[0]?.page.process ?? ''
  return frames.flatMap((frame) => {
    const own = pulls.filter(({ page }) => String(page.frame?.pfn) === frame.id)
    const drawn = own.filter(
      ({ page }) => page.isMapped || decodeEntry(page.pte, page.level).state === 'marker',
    )
    return drawn.map((pull, at) => linkOf(pull, frame, at, drawn.length, first))
  })
}

/** Makes the picture of some pages. */
export function lessonPicture(now: PagesNow, room: PictureRoom): LessonPicture {
  const { entries, frames: frameColumn } = columnsOf(room)
  const groups: PictureGroup[] = []
  const rows: PictureRow[] = []
  const pulls: Pull[] = []
  let y = 0
  let process = ''
  for (const { process: name, pages } of clustersOf(now.pages)) {
    const isNamed = name !== process
    if (groups.length > 0) y += GAP
    process = name
    const head = room.isWide || !isNamed ? 0 : HEAD_H
    const way = {
      x: entries.x,
      y: y + head,
      w: room.width - entries.x,
      h: room.hasWay ? (room.isLarge ? WAY_H + 6 : WAY_H) : 0,
    }
    const top = way.y + way.h
    const label = room.isWide
      ? { x: 0, y: top, w: NAME_W - 12, h: room.row }
      : { x: 0, y, w: room.width, h: head }
    const page = pages[0] as PageFacts
    const crumbs = crumbsOf(page)
    groups.push({
      id: `${name} ${page.page}`,
      process: name,
      isNamed,
      name: label,
      // Where there is little room, the last two say enough.
      crumbs: room.isWide ? crumbs : crumbs.slice(-2),
      way,
    })
    for (const [at, one] of pages.entries()) {
      const box = { x: entries.x, y: top + at * room.row, w: entries.w, h: room.row }
      const row = rowOf(one, box, at === 0, at === pages.length - 1)
      rows.push(row)
      if (one.frame !== null) {
        pulls.push({ id: row.id, page: one, from: { x: box.x + box.w, y: box.y + box.h / 2 } })
      }
    }
    y = top + pages.length * room.row
  }
  const frames = framesOf(pulls, frameColumn, room.frame)
  const links = linksOf(pulls, frames)
  const bottom = Math.max(y, ...frames.map((frame) => frame.y + frame.h))
  return {
    width: room.width,
    height: round3(bottom),
    groups,
    rows,
    frames,
    links,
    waiting: now.waiting,
    unread: now.unread,
    says: sayPicture(rows, frames, links, now),
  }
}

function sayPicture(
  rows: readonly PictureRow[],
  frames: readonly PictureFrame[],
  links: readonly PictureLink[],
  now: PagesNow,
): string {
  const entries = rows.map((row) => {
    const state = row.index === null ? row.words : STATE_WORDS[row.state]
    const isLinked = links.some(({ id, kind }) => id === row.id && kind !== 'marker')
    const set = row.letters === null ? '' : row.letters.filter((letter) => letter !== '·').join(' ')
    const flags = set === '' ? '' : `, ${set}`
    return `${row.process}: ${row.page} ${state}${flags}${isLinked ? `, frame ${row.pfn}` : ''}.`
  })
  const values = frames.map(({ pfn, name, count, value }) => {
    const maps = count.startsWith('× ') ? `, mapped by ${count.slice(2)}` : count && `, ${count}`
    return `Frame ${pfn}: ${name} ${value}${maps}.`
  })
  const waits = now.waiting.map((who) => `${who} waits for the monitor.`)
  return [...entries, ...values, ...waits].join(' ')
}
