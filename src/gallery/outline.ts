/**
 * A picture as a few lines of plain data: what stands where and what it says. Left out is what follows from the rest,
 * so that a change of one thing is a change of one line.
 */

import type { Run } from '../scene/input.ts'
import { lessonPicture } from '../scene/lesson-picture.ts'
import type { TableRow } from '../scene/rows.ts'
import type { Box, CardBox, Scene } from '../scene/scene.ts'
import { axisOf } from '../scene/timeline-axis.ts'
import { eventsOf } from '../scene/timeline-events.ts'
import { timelineScene } from '../scene/timeline-scene.ts'
import type { PagesNow } from '../sim/page-facts.ts'

type Item = readonly (string | number)[]
export type Outline = Readonly<Record<string, Item | readonly Item[]>>

/** Half a pixel is no other picture. */
function place({ x, y, w, h }: Box): number[] {
  return [x, y, w, h].map(Math.round)
}

/** Words that are said, one after the other. */
function words(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ')
}

function nameOfCard({ table }: CardBox): string {
  return words(table.name, table.label)
}

function sayRow(row: TableRow): string {
  if (row.kind === 'run') return words(row.label, row.side, row.isOpen && 'open')
  return words(
    String(row.index),
    row.state,
    row.huge && '2M',
    row.label,
    row.letters?.join(''),
    row.change !== null && 'changed',
    row.isActive && 'active',
    row.isSelected && 'selected',
    row.stale !== null && `stale on CPU ${row.stale.cpus.join()}`,
  )
}

/** Ids hold numbers of words in memory; names are what they stand for. */
function namesOf(scene: Scene): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const band of scene.bands) {
    for (const card of band.cards) {
      names.set(card.table.id, words(band.process, nameOfCard(card)))
      for (const { row } of card.rows) {
        const of = row.kind === 'run' ? row.label : String(row.index)
        names.set(row.id, words(band.process, card.table.name, of))
      }
    }
  }
  for (const { frame } of scene.frames) names.set(frame.id, `frame ${frame.label}`)
  return names
}

export function stageOutline(scene: Scene): Outline {
  const { model } = scene
  const names = namesOf(scene)
  const nameOf = (id: string): string => names.get(id) ?? id.replace(/\d{4,}/g, '#')
  const cards = scene.bands.flatMap((band) => band.cards.map((card) => ({ band, card })))
  return {
    size: [Math.round(scene.width), Math.round(scene.height)],
    title: [model.title.text, model.title.address],
    address: scene.address.fields.map(({ field, x, w }) => [
      words(field.name, String(field.index)),
      Math.round(x),
      Math.round(w),
    ]),
    bands: scene.bands.map((band) => [
      words(band.process, band.isActive && 'active', band.crumbs !== null && 'crumbs'),
      ...place(band),
    ]),
    cards: cards.map(({ band, card }) => [
      words(
        band.process,
        nameOfCard(card),
        card.table.made !== null && `made by ${card.table.made.fn}`,
        card.table.isFolded && 'folded',
      ),
      ...place(card),
    ]),
    rows: cards.flatMap(({ band, card }) =>
      card.rows.map(({ row, y, h }) => [
        words(band.process, card.table.name, sayRow(row)),
        Math.round(y),
        Math.round(h),
      ]),
    ),
    frames: scene.frames.map((box) => {
      const { frame } = box
      const share = frame.share === null ? null : `× ${frame.share}`
      const looks = words(
        frame.count > 1 && `${frame.count} frames`,
        frame.isActive && 'active',
        frame.isNew && 'new',
        frame.copyOf !== null && 'copy',
      )
      return [words(frame.label, share, frame.name, frame.value, looks), ...place(box)]
    }),
    more: scene.moreFrames === null ? [] : [scene.moreFrames.count, ...place(scene.moreFrames.box)],
    caches: scene.caches.map((box) => [
      words(box.cache.title, box.cache.guard?.text ?? '', ...box.kinds),
      ...place(box),
    ]),
    links: scene.links.map((link) => [
      words(
        link.kind,
        `${nameOf(link.from)} → ${nameOf(link.to)}`,
        link.isActive && 'active',
        link.isDashed && 'dashed',
        link.count > 1 && `of ${link.count}`,
      ),
      ...[link.x0, link.y0, link.x1, link.y1].map(Math.round),
    ]),
    silhouettes: scene.silhouettes.map((one) => [
      nameOf(one.table),
      ...[one.x, one.top, one.toX, one.toTop].map(Math.round),
    ]),
    uffd:
      scene.uffd === null
        ? []
        : [
            scene.uffd.uffd.registered,
            ...scene.uffd.uffd.lines.map((line) => words(line.text, line.note)),
            ...place(scene.uffd.box),
          ],
    stack: scene.stack === null ? [] : place(scene.stack.box),
    notice:
      scene.notice === null
        ? []
        : [words(scene.notice.notice.lead, scene.notice.notice.text), ...place(scene.notice.box)],
    legend:
      scene.legend === null ? [] : [scene.legend.states.join(' '), ...place(scene.legend.box)],
  }
}

const LANES = { top: 43, apart: 39 }

export function timelineOf(run: Run, step: number, width: number) {
  const axis = axisOf(run, width)
  const events = eventsOf(run)
  const scene = timelineScene({ run, axis, events, step, left: 0, right: axis.width, lanes: LANES })
  return { axis, scene, lanes: LANES }
}

export function timelineOutline(run: Run, step: number, width: number): Outline {
  const { axis, scene } = timelineOf(run, step, width)
  const marks = (path: string): number => path.split('M').length - 1
  return {
    size: [Math.round(axis.width), LANES.top + LANES.apart * (run.actors.length - 1)],
    playhead: [Math.round(scene.playhead)],
    ticks: [marks(scene.past), marks(scene.future)],
    heads: scene.heads.map(({ lines, text, x, width: w, isNow }) => [
      words(lines, text, isNow && 'now'),
      Math.round(x),
      Math.round(w),
    ]),
    blocked: scene.blocked.map(({ label, x, y, width: w, past }) => [
      label,
      ...[x, y, w, past].map(Math.round),
    ]),
    arrows: scene.arrows.map(({ kind, label, labelX, labelY, path }) => [
      words(kind, label, path === null && 'under way'),
      Math.round(labelX),
      Math.round(labelY),
    ]),
    brackets: scene.brackets.map(({ label, x, y }) => [label, Math.round(x), Math.round(y)]),
  }
}

export function lessonOutline(now: PagesNow, width: number): Outline {
  const isNarrow = width < 480
  const room = {
    width,
    row: isNarrow ? 40 : 48,
    frame: isNarrow ? 56 : 66,
    isWide: width >= 400,
    hasWay: true,
    isLarge: false,
  }
  const picture = lessonPicture(now, room)
  return {
    size: [Math.round(picture.width), Math.round(picture.height)],
    says: [picture.says],
    groups: picture.groups.map((group) => [
      words(group.process, ...group.crumbs.map(({ text }) => text)),
      ...place(group.way),
    ]),
    rows: picture.rows.map((row) => [
      words(row.process, row.page, row.state, row.pfn, row.letters?.join(''), row.words),
      ...place(row),
    ]),
    frames: picture.frames.map((frame) => [
      words(frame.pfn, frame.count, frame.name, frame.value, frame.isIdle && 'idle'),
      ...place(frame),
    ]),
    links: picture.links.map(({ id, kind, x, y }) => [
      `${kind} ${id}`,
      Math.round(x),
      Math.round(y),
    ]),
    waiting: [...picture.waiting],
    unread: picture.unread === null ? [] : [picture.unread],
  }
}

/** One item a line, so that a difference names what differs. */
export function outlineText(outline: Outline): string {
  const parts = Object.entries(outline).map(([name, value]) => {
    const isList = value.length > 0 && Array.isArray(value[0])
    const text = isList
      ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
      : JSON.stringify(value)
    return `  ${JSON.stringify(name)}: ${text}`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}
