/**
 * The stage between two moments: a function of the scenes before and after and of t from 0 to 1, and of nothing else.
 * Played from 1 to 0 it runs backwards; any moment of it can be drawn alone.
 */
import { OP_COPY, OP_MESSAGE, OP_WAKE } from '../machine/trace.ts'
import { cpuOfPose } from './poses.ts'
import type { BandBox, Box, CardBox, FrameBox, LinkBox, Scene } from './scene.ts'
import { round3 } from './text.ts'

/** What of one element differs from where it rests. */
export interface Pose {
  /** Shift, in pixels. */
  readonly x?: number
  readonly y?: number
  readonly opacity?: number
  /** 0 to 1: how strongly the mark shows. */
  readonly flash?: number
  /** Ends of a link. */
  readonly x0?: number
  readonly y0?: number
  readonly x1?: number
  readonly y1?: number
  /** 0 to 1: how far something has grown. */
  readonly grown?: number
}

type Ease = 'out' | 'in-out' | 'linear' | 'flash'

interface Track {
  readonly id: string
  readonly from: Pose
  readonly to: Pose
  /** Part of the step in which it moves. */
  readonly start: number
  readonly end: number
  readonly ease: Ease
}

/** Something that is on the stage only during the step. */
export type Ghost =
  | {
      readonly kind: 'frame'
      readonly id: string
      readonly frame: FrameBox
      readonly isCopy: boolean
    }
  | { readonly kind: 'card'; readonly id: string; readonly card: CardBox }
  | { readonly kind: 'link'; readonly id: string; readonly link: LinkBox }
  | {
      readonly kind: 'envelope' | 'bolt'
      readonly id: string
      readonly x: number
      readonly y: number
    }

export interface Transition {
  readonly tracks: readonly Track[]
  readonly ghosts: readonly Ghost[]
}

export const STILL: Transition = { tracks: [], ghosts: [] }

/** Of the 580 ms of a change, the first 220 are the exchange of values, the rest two flashes. */
const CHANGE_END = 0.38

function easeOut(t: number): number {
  return 1 - (1 - t) ** 3
}

function easeInOut(t: number): number {
  return t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2
}

/** Twice up and down, and up again to stay. */
function twice(t: number): number {
  return t >= 1 ? 1 : (1 - Math.cos(t * 5 * Math.PI)) / 2
}

const EASES: Readonly<Record<Ease, (t: number) => number>> = {
  out: easeOut,
  'in-out': easeInOut,
  linear: (t) => t,
  flash: twice,
}

function cardsOf(bands: readonly BandBox[]): Map<string, CardBox> {
  return new Map(bands.flatMap((band) => band.cards.map((card) => [card.table.id, card] as const)))
}

function framesOf(scene: Scene): Map<string, FrameBox> {
  return new Map(scene.frames.map((one) => [one.frame.id, one] as const))
}

function move(id: string, before: Box, after: Box): Track[] {
  const x = before.x - after.x
  const y = before.y - after.y
  if (x === 0 && y === 0) return []
  return [{ id, from: { x, y }, to: { x: 0, y: 0 }, start: 0, end: 0.62, ease: 'in-out' }]
}

function appear(id: string, from: Pose, start: number): Track {
  return { id, from: { ...from, opacity: 0 }, to: rest(from, 1), start, end: 1, ease: 'out' }
}

function rest(pose: Pose, opacity: number): Pose {
  return {
    ...(pose.x === undefined ? {} : { x: 0 }),
    ...(pose.y === undefined ? {} : { y: 0 }),
    opacity,
  }
}

/** The reverse of what appears: back to where it came from. */
function vanish(id: string, to: Pose): Track {
  return { id, from: rest(to, 1), to: { ...to, opacity: 0 }, start: 0, end: 0.6, ease: 'out' }
}

/** Old value up and away, new value from below, then the flash of what changed. */
function changeTracks(after: Scene): Track[] {
  return [...cardsOf(after.bands).values()].flatMap((card) =>
    card.rows.flatMap(({ row }): Track[] => {
      if (row.kind !== 'entry' || row.change === null || row.change.step !== after.step) return []
      const span = { start: 0, end: CHANGE_END, ease: 'out' } as const
      return [
        { id: `old-${row.id}`, from: { y: 0, opacity: 1 }, to: { y: -8, opacity: 0 }, ...span },
        { id: `now-${row.id}`, from: { y: 6, opacity: 0 }, to: { y: 0, opacity: 1 }, ...span },
        {
          id: `row-${row.id}`,
          from: { flash: 0 },
          to: { flash: 1 },
          start: 0.1,
          end: 1,
          ease: 'flash',
        },
      ]
    }),
  )
}

function cardTracks(before: Scene, after: Scene): { tracks: Track[]; ghosts: Ghost[] } {
  const was = cardsOf(before.bands)
  const now = cardsOf(after.bands)
  const tracks: Track[] = []
  const ghosts: Ghost[] = []
  for (const [id, card] of now) {
    const old = was.get(id)
    if (old !== undefined) tracks.push(...move(id, old, card))
    else tracks.push(appear(id, { x: card.table.made === null ? 0 : -16 }, 0.55))
  }
  for (const [id, card] of was) {
    if (now.has(id)) continue
    const ghost = `gone-${id}`
    ghosts.push({ kind: 'card', id: ghost, card })
    tracks.push(vanish(ghost, { x: -16 }))
  }
  for (const one of after.silhouettes) {
    const isNew = !was.has(one.table)
    if (isNew)
      tracks.push({
        id: one.id,
        from: { grown: 0 },
        to: { grown: 1 },
        start: 0,
        end: 1,
        ease: 'out',
      })
  }
  return { tracks, ghosts }
}

/** Grounds, names and the cards beside the tables go where the tables go. */
function furnitureTracks(before: Scene, after: Scene): Track[] {
  const tracks: Track[] = []
  const pair = (id: string, was: Box | undefined, now: Box | undefined): void => {
    if (was !== undefined && now !== undefined) tracks.push(...move(id, was, now))
  }
  for (const band of after.bands) {
    const was = before.bands.find((one) => one.id === band.id)
    pair(`ground-${band.id}`, was, band)
    pair(`name-${band.id}`, was, band)
    pair(band.crumbs?.id ?? '', was?.crumbs ?? undefined, band.crumbs ?? undefined)
  }
  for (const key of ['uffd', 'stack', 'notice', 'legend'] as const) {
    pair(key, before[key]?.box, after[key]?.box)
  }
  for (const one of after.caches) {
    pair(
      one.cache.id,
      before.caches.find((cache) => cache.cache.id === one.cache.id),
      one,
    )
  }
  return tracks
}

/** The copy on its way: a slip with the value, as wide as the way beside the cards leaves room for. */
const SLIP = { w: 48, h: 24 } as const
const SLIP_GAP = 6

/**
 * A copy leaves its card to the left, goes along the way between tables and frames, and enters the new card: it lies
 * under the cards, so it never stands over a text.
 */
function copyGhost(
  source: FrameBox | undefined,
  to: FrameBox,
): { tracks: Track[]; ghosts: Ghost[] } {
  if (source === undefined) return { tracks: [], ghosts: [] }
  const id = `copy-${to.frame.id}`
  const y = to.y + (to.h - SLIP.h) / 2
  const lane = -SLIP.w - 2 * SLIP_GAP
  const dy = source.y - to.y
  const box = { ...to, x: to.x + SLIP_GAP, y, ...SLIP }
  const leg = (from: Pose, end: Pose, start: number, until: number): Track => {
    return { id, from, to: end, start, end: until, ease: 'in-out' }
  }
  return {
    ghosts: [
      { kind: 'frame', id, frame: { ...box, frame: { ...source.frame, id } }, isCopy: true },
    ],
    tracks: [
      leg({ x: 0, y: dy }, { x: lane, y: dy }, 0, 0.25),
      leg({ x: lane, y: dy }, { x: lane, y: 0 }, 0.25, 0.7),
      leg({ x: lane, y: 0 }, { x: 0, y: 0 }, 0.7, 0.9),
      {
        id: `value-${to.frame.id}`,
        from: { opacity: 0 },
        to: { opacity: 1 },
        start: 0.85,
        end: 1,
        ease: 'linear',
      },
    ],
  }
}

function frameTracks(
  before: Scene,
  after: Scene,
  op: number,
): { tracks: Track[]; ghosts: Ghost[] } {
  const was = framesOf(before)
  const now = framesOf(after)
  const tracks: Track[] = []
  const ghosts: Ghost[] = []
  for (const [id, box] of now) {
    const old = was.get(id)
    if (old !== undefined) tracks.push(...move(id, old, box))
    else tracks.push(appear(id, {}, op === OP_COPY && box.frame.copyOf !== null ? 0.85 : 0.4))
    if (op !== OP_COPY || box.frame.copyOf === null) continue
    const copy = copyGhost(was.get(box.frame.copyOf) ?? now.get(box.frame.copyOf), box)
    tracks.push(...copy.tracks)
    ghosts.push(...copy.ghosts)
  }
  for (const [id, frame] of was) {
    if (now.has(id)) continue
    const ghost = `gone-${id}`
    ghosts.push({ kind: 'frame', id: ghost, frame, isCopy: false })
    tracks.push(vanish(ghost, {}))
  }
  return { tracks, ghosts }
}

function ends({ x0, y0, x1, y1 }: LinkBox): Pose {
  return { x0, y0, x1, y1 }
}

function linkTracks(before: Scene, after: Scene): { tracks: Track[]; ghosts: Ghost[] } {
  const was = new Map(before.links.map((link) => [link.id, link] as const))
  const now = new Map(after.links.map((link) => [link.id, link] as const))
  const tracks: Track[] = []
  const ghosts: Ghost[] = []
  for (const [id, link] of now) {
    const old = was.get(id)
    const isSame =
      old !== undefined &&
      old.x0 === link.x0 &&
      old.y0 === link.y0 &&
      old.x1 === link.x1 &&
      old.y1 === link.y1
    if (isSame) continue
    if (old === undefined) tracks.push(appear(id, {}, 0.45))
    else
      tracks.push({
        id,
        from: ends(old),
        to: ends(link),
        start: 0,
        end: 0.62,
        ease: 'in-out',
      })
  }
  for (const [id, link] of was) {
    if (now.has(id)) continue
    const ghost = `gone-${id}`
    ghosts.push({ kind: 'link', id: ghost, link })
    tracks.push({
      id: ghost,
      from: { opacity: 1 },
      to: { opacity: 0 },
      start: 0,
      end: 0.5,
      ease: 'out',
    })
  }
  return { tracks, ghosts }
}

/** Where the present page's entry stands: messages leave from there, wakes go back to it. */
function activePoint(scene: Scene): { x: number; y: number } | null {
  for (const card of [...cardsOf(scene.bands).values()].reverse()) {
    const found = card.rows.find(({ row }) => row.kind === 'entry' && row.isActive)
    if (found !== undefined) return { x: card.x - 10, y: card.y + found.y + 12 }
  }
  return null
}

function messenger(scene: Scene, op: number): { tracks: Track[]; ghosts: Ghost[] } {
  const entry = activePoint(scene)
  const isMessage = op === OP_MESSAGE
  if ((!isMessage && op !== OP_WAKE) || entry === null || scene.uffd === null)
    return { tracks: [], ghosts: [] }
  const { box } = scene.uffd
  const home = { x: box.x + box.w - 40, y: box.y + box.h / 2 }
  const kind = isMessage ? 'envelope' : 'bolt'
  const id = `fly-${kind}`
  const [from, to] = isMessage ? [entry, home] : [home, entry]
  const shift = { x: from.x - to.x, y: from.y - to.y }
  return {
    ghosts: [{ kind, id, ...to }],
    tracks: [
      { id, from: shift, to: { x: 0, y: 0 }, start: 0, end: 0.85, ease: 'in-out' },
      { id, from: { opacity: 1 }, to: { opacity: 0 }, start: 0.85, end: 1, ease: 'linear' },
    ],
  }
}

/** Of the 220 ms of a flush, each CPU begins 30 after the one before. */
const CPU_LATER = 0.136
/** The soft edge of a fade from left to right begins outside. */
const EDGE = 0.12

/** What is flushed fades from left to right, CPU by CPU. */
function flushTracks(before: Scene, after: Scene): Track[] {
  const now = new Set(after.model.tlb)
  const gone = before.model.tlb.filter((id) => !now.has(id))
  const cpus = [...new Set(gone.map(cpuOfPose))].sort((a, b) => a - b)
  return gone.map((id): Track => {
    const start = Math.min(0.5, cpus.indexOf(cpuOfPose(id)) * CPU_LATER)
    return { id, from: { grown: -EDGE }, to: { grown: 1 }, start, end: start + 0.5, ease: 'linear' }
  })
}

/** The shackle closes, or opens. */
function lockTracks(before: Scene, after: Scene): Track[] {
  const [was, is] = [new Set(before.model.locks), new Set(after.model.locks)]
  const turn = (id: string, from: number): Track => ({
    id,
    from: { grown: from },
    to: { grown: 1 - from },
    start: 0,
    end: 1,
    ease: 'out',
  })
  const taken = [...is].filter((id) => !was.has(id)).map((id) => turn(id, 0))
  return [...taken, ...[...was].filter((id) => !is.has(id)).map((id) => turn(id, 1))]
}

/** What is new in the userfaultfd's list: a message when its envelope has arrived. */
function newsTracks(before: Scene, after: Scene, op: number): Track[] {
  const was = new Set(before.uffd?.uffd.lines.map(({ id }) => id))
  const lines = before.uffd === null ? [] : (after.uffd?.uffd.lines ?? [])
  return lines
    .filter(({ id }) => !was.has(id))
    .map(({ id }) => appear(`uffd-${id}`, {}, op === OP_MESSAGE ? 0.85 : 0.4))
}

/**
 * What moves in the step whose op is `op`. With reduced motion nothing does: what is new fades in, and that is all.
 */
export function transitionOf(
  before: Scene,
  after: Scene,
  op: number,
  motion: 'full' | 'reduced',
): Transition {
  const parts = [
    { tracks: changeTracks(after), ghosts: [] },
    cardTracks(before, after),
    { tracks: furnitureTracks(before, after), ghosts: [] },
    frameTracks(before, after, op),
    linkTracks(before, after),
    messenger(after, op),
    { tracks: flushTracks(before, after), ghosts: [] },
    { tracks: lockTracks(before, after), ghosts: [] },
    { tracks: newsTracks(before, after, op), ghosts: [] },
  ]
  const tracks = parts.flatMap((part) => part.tracks)
  const ghosts = parts.flatMap((part) => part.ghosts)
  if (motion === 'full') return { tracks, ghosts }
  return {
    tracks: tracks.flatMap(fadeOnly),
    ghosts: ghosts.filter((ghost) => ghost.id.startsWith('gone-')),
  }
}

function fadeOnly(track: Track): Track[] {
  const { from, to } = track
  if (from.opacity === undefined || to.opacity === undefined) return []
  return [
    {
      id: track.id,
      from: { opacity: from.opacity },
      to: { opacity: to.opacity },
      start: 0,
      end: 1,
      ease: 'linear',
    },
  ]
}

const KEYS = ['x', 'y', 'opacity', 'flash', 'x0', 'y0', 'x1', 'y1', 'grown'] as const

function poseOf(track: Track, t: number): Pose {
  const part = Math.max(0, Math.min(1, (t - track.start) / (track.end - track.start)))
  const eased = EASES[track.ease](part)
  const pose: { -readonly [K in keyof Pose]: number } = {}
  for (const key of KEYS) {
    const from = track.from[key]
    const to = track.to[key]
    if (from !== undefined && to !== undefined) pose[key] = round3(from * (1 - eased) + to * eased)
  }
  return pose
}

/** Where everything that moves is at t; what is not named rests. Later tracks of one element add to the earlier. */
export function posesAt(transition: Transition, t: number): Record<string, Pose> {
  const poses: Record<string, Pose> = {}
  for (const track of transition.tracks) {
    const started = t >= track.start || poses[track.id] === undefined
    if (started) poses[track.id] = { ...poses[track.id], ...poseOf(track, t) }
  }
  return poses
}
