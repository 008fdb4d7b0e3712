import { describe, expect, it } from 'vitest'
import { OP_COPY, OP_MESSAGE } from '../machine/trace.ts'
import { cowMoment, inputOf, prepopulateMoment } from './fixtures.ts'
import { layout } from './layout.ts'
import { readerBefore, readerOf } from './memory.ts'
import { DETAILS, FULL } from './metrics.ts'
import type { Canvas } from './picture.ts'
import { backward, forward, still } from './picture.ts'
import { share } from './share.ts'
import { stageModel } from './stage-model.ts'
import { posesAt, transitionOf } from './tween.ts'

const { m, view, run, changes } = cowMoment()
const triples = new Uint32Array(
  changes.flatMap(({ entry, before, after }) => [entry, before.lo, after.lo]),
)
const canvas: Canvas = {
  run,
  sites: [],
  selected: null,
  openRuns: new Set(),
  metrics: FULL,
  details: DETAILS,
  width: 780,
  height: 588,
  motion: 'full',
  marks: (_, own) => own,
}
const entry = changes[0]?.entry ?? 0
const instant = { step: 2, read: readerOf(m.words), view, changes: triples }

describe('an entry that changes', () => {
  const { scene, transition } = forward(canvas, instant, view)

  it('lifts the old value and settles the new one', () => {
    const at = (t: number) => {
      const poses = posesAt(transition, t)
      return [poses[`old-e0-${entry}`], poses[`now-e0-${entry}`]]
    }
    expect(at(0)).toEqual([
      { y: 0, opacity: 1 },
      { y: 6, opacity: 0 },
    ])
    expect(at(1)).toEqual([
      { y: -8, opacity: 0 },
      { y: 0, opacity: 1 },
    ])
    expect(at(0.19)[0]?.y).toBeCloseTo(-7, 3)
  })

  it('flashes twice and stays marked', () => {
    const flash = (t: number) => posesAt(transition, t)[`row-e0-${entry}`]?.flash
    expect([flash(0), flash(1)]).toEqual([0, 1])
    const rises = Array.from({ length: 91 }, (_, i) => flash(0.1 + i / 100) ?? 0)
    const peaks = rises.filter((v, i) => v > (rises[i - 1] ?? 0) && v >= (rises[i + 1] ?? 0))
    expect(peaks.length).toBe(3)
  })

  it('is the same backwards', () => {
    const before = readerBefore(readerOf(m.words), triples)
    const back = backward(canvas, { ...instant, step: 1, read: before }, { view, changes: triples })
    expect(back.isReversed).toBe(true)
    expect(back.scene).toEqual(scene)
    expect(posesAt(back.transition, 0.3)).toEqual(posesAt(transition, 0.3))
  })

  it('only fades where motion is not wanted', () => {
    const reduced = forward({ ...canvas, motion: 'reduced' }, instant, view).transition
    const keys = new Set(Object.values(posesAt(reduced, 0.5)).flatMap((pose) => Object.keys(pose)))
    expect([...keys]).toEqual(['opacity'])
  })
})

describe('tables that are allocated', () => {
  const pre = prepopulateMoment()
  const after = layout(
    stageModel(inputOf(pre.m, pre.view, pre.run, { changes: pre.changes })),
    FULL,
    780,
    588,
  )

  it('widen the gap before the newest, and say who made them', () => {
    const cards = after.bands[0]?.cards ?? []
    expect(cards.map(({ x, w, table }) => [table.name, x, w, table.made?.fn ?? null])).toEqual([
      ['PGD', 14, 88, null],
      ['PUD', 122, 96, 'pte_alloc_one'],
      ['PMD', 238, 96, 'pte_alloc_one'],
      ['PTE', 414, 152, 'pte_alloc_one'],
    ])
    expect(after.silhouettes.map((one) => one.x)).toEqual([334])
  })

  it('grow from the entry of their parent', () => {
    const before = layout(
      stageModel(inputOf(pre.m, pre.view, pre.run, { step: 0 })),
      FULL,
      780,
      588,
    )
    const gone = { ...before, bands: before.bands.map((band) => ({ ...band, cards: [] })) }
    const poses = posesAt(transitionOf(gone, after, 6, 'full'), 0.5)
    expect(poses[after.silhouettes[0]?.id ?? '']?.grown).toBe(0.875)
  })

  it('leave a dotted line from the marker to the page that it guards', () => {
    const marker = after.links.find((link) => link.kind === 'marker')
    expect(marker?.to).toBe('c0-0')
    expect(after.caches[0]?.cache.guard).toEqual({
      name: 'F[3]',
      value: '= 7',
      text: 'Cached in frame 1a204, mapped by nobody. The marker guards it.',
    })
  })
})

describe('a run that is opened', () => {
  it('keeps the detail of the rest, and the stage scrolls', () => {
    const closed = still(canvas, instant).scene
    const run = closed.bands[0]?.cards[3]?.rows.at(-1)?.row
    const open = still({ ...canvas, openRuns: new Set([run?.id ?? '']) }, instant).scene
    const rows = open.bands[0]?.cards[3]?.rows ?? []
    expect(rows.length).toBe(6 + 32 + 1)
    expect(rows.at(-1)?.row).toMatchObject({ kind: 'run', label: '472 none' })
    expect(open.bands[1]?.cards.map((card) => card.rows.length)).toEqual(
      closed.bands[1]?.cards.map((card) => card.rows.length),
    )
    expect(open.height).toBeGreaterThan(588)
  })
})

describe('a scene', () => {
  it('is plain JSON', () => {
    const { scene } = still(canvas, instant)
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene)
  })

  it('shares what did not change with the one before', () => {
    const one = still(canvas, instant).scene
    const two = still(canvas, instant).scene
    expect(share(one, two)).toBe(one)
    const later = { ...two, step: 3 }
    expect(share(one, later).bands).toBe(one.bands)
  })
})

describe('what moves beside the tables', () => {
  const { scene } = still(canvas, instant)
  const withModel = (part: Partial<typeof scene.model>) => ({
    ...scene,
    model: { ...scene.model, ...part },
  })
  const grown = (before: typeof scene, after: typeof scene, id: string) => {
    const transition = transitionOf(before, after, 0, 'full')
    return [0, 0.5, 1].map((t) => posesAt(transition, t)[id]?.grown)
  }

  it('a lock that is taken closes, one that is dropped opens', () => {
    const none = withModel({ locks: [] })
    const held = withModel({ locks: ['lock-mmap_lock'] })
    expect(grown(none, held, 'lock-mmap_lock')).toEqual([0, 0.875, 1])
    expect(grown(held, none, 'lock-mmap_lock')).toEqual([1, 0.125, 0])
    expect(grown(held, held, 'lock-mmap_lock')).toEqual([undefined, undefined, undefined])
  })

  it('a flush takes its lines from left to right, CPU by CPU', () => {
    const full = withModel({ tlb: ['tlb-0-0-7', 'tlb-2-0-7', 'tlb-2-0-9'] })
    const flushed = withModel({ tlb: ['tlb-2-0-9'] })
    expect(grown(full, flushed, 'tlb-0-0-7')).toEqual([-0.12, 1, 1])
    const [start, middle, end] = grown(full, flushed, 'tlb-2-0-7')
    expect([start, end]).toEqual([-0.12, 1])
    expect(middle).toBeGreaterThan(0.5)
    expect(middle).toBeLessThan(1)
    expect(grown(full, flushed, 'tlb-2-0-9')).toEqual([undefined, undefined, undefined])
  })

  it('a new message is listed when its envelope has arrived', () => {
    const uffd = scene.uffd
    if (uffd === null) throw new Error('the story has a userfaultfd')
    const lines = uffd.uffd.lines
    const before = { ...scene, uffd: { ...uffd, uffd: { ...uffd.uffd, lines: [] } } }
    const id = `uffd-${lines[0]?.id}`
    const transition = transitionOf(before, scene, OP_MESSAGE, 'full')
    expect([0, 0.5, 0.85].map((t) => posesAt(transition, t)[id]?.opacity)).toEqual([0, 0, 0])
    expect(posesAt(transition, 1)[id]?.opacity).toBe(1)
  })

  it('a table that is freed goes back to where it came from', () => {
    const [band] = scene.bands
    const card = band?.cards.at(-1)
    const less = {
      ...scene,
      bands: scene.bands.map((one) =>
        one.id === band?.id ? { ...one, cards: one.cards.slice(0, -1) } : one,
      ),
    }
    const transition = transitionOf(scene, less, 0, 'full')
    const poses = [0, 0.3, 1].map((t) => posesAt(transition, t)[`gone-${card?.table.id}`])
    expect(poses[0]).toEqual({ x: 0, opacity: 1 })
    expect(poses[1]?.x).toBeLessThan(-8)
    expect(poses[2]).toEqual({ x: -16, opacity: 0 })
  })

  it('none of it moves where motion is not wanted', () => {
    const full = withModel({ tlb: ['tlb-0-0-7'], locks: [] })
    const after = withModel({ tlb: [], locks: ['lock-mmap_lock'] })
    const { tracks } = transitionOf(full, after, 0, 'reduced')
    expect(tracks.filter(({ id }) => /^(tlb|lock)-/.test(id))).toEqual([])
  })
})

describe('a copy', () => {
  const { scene } = still(canvas, instant)
  const [source, ...rest] = scene.frames
  if (source === undefined) throw new Error('the moment has a frame')
  const fresh = { ...source.frame, id: 'fnew', copyOf: source.frame.id }
  const target = { ...source, y: source.y + 240, frame: fresh }
  const after = { ...scene, frames: [source, ...rest, target] }
  const transition = transitionOf(scene, after, OP_COPY, 'full')
  const slip = transition.ghosts.find((ghost) => ghost.kind === 'frame' && ghost.isCopy)
  if (slip?.kind !== 'frame') throw new Error('the copy has a ghost')
  const boxAt = (t: number) => {
    const { x = 0, y = 0 } = posesAt(transition, t)[slip.id] ?? {}
    return { left: slip.frame.x + x, right: slip.frame.x + x + slip.frame.w, y: slip.frame.y + y }
  }
  const tablesEnd = Math.max(...scene.bands.flatMap(({ cards }) => cards.map(({ x, w }) => x + w)))

  it('goes beside the cards, and comes under them only at the old and the new one', () => {
    const middle = (source.h - slip.frame.h) / 2
    for (let t = 0; t <= 1; t += 0.02) {
      const { left, right, y } = boxAt(t)
      expect(left, `at ${t}`).toBeGreaterThanOrEqual(tablesEnd)
      const isBeside = right < source.x
      if (!isBeside) expect([source.y + middle, target.y + middle], `at ${t}`).toContain(y)
    }
    expect([boxAt(0).y, boxAt(1).y]).toEqual([source.y + middle, target.y + middle])
    expect([boxAt(0).left, boxAt(1).left]).toEqual([slip.frame.x, slip.frame.x])
  })

  it('shows its value in the new card when it has come there', () => {
    const value = (t: number) => posesAt(transition, t)['value-fnew']?.opacity
    expect([value(0), value(0.8), value(1)]).toEqual([0, 0, 1])
  })
})
