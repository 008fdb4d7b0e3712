import { expect, test } from 'vitest'
import { GALLERY, GUEST_SNAPSHOT, MREMAP, PRESETS } from '../../scenarios/index.ts'
import { AGREEMENT } from '../../scenarios/oracle/agreement.ts'
import { decodeEntry } from '../../scene/decode-entry.ts'
import type { Shape } from '../../scene/miniature.ts'
import { graphMiniature, MINI_H, MINI_W, miniature } from '../../scene/miniature.ts'
import { pfnText, valueText } from '../../scene/text.ts'
import { milestonesOf } from '../../sim/milestones.ts'
import type { Glimpse } from '../../sim/page-facts.ts'
import { prepare } from '../../sim/run-text.ts'
import { createExploreHandlers } from '../../worker/explore-handlers.ts'
import { glimpseOf, lookAt } from '../../worker/glimpse.ts'
import { OLD, STEPS } from './four-steps.ts'
import { PLANS, smallerBy, wantedOf } from './plans.ts'

const A7 = [{ name: 'A', index: 7 }]

/** The four steps as the machine has them: the entry, its frame and the child's, after each milestone's statement. */
function storyOfCow() {
  const prepared = prepare(PRESETS[0]?.text ?? '')
  if ('diagnostics' in prepared) throw new Error('the first scenario has an error')
  const { sim, operations } = prepared
  for (const line of operations) sim.run(line)
  const { rows, length } = sim.kernel.trace
  const steps = milestonesOf(rows, length).map(({ title, step }) => ({ title, step }))
  return { sim, steps }
}

test('the four pictures show what the machine does at its four milestones', () => {
  const { sim, steps } = storyOfCow()
  expect(steps).toHaveLength(STEPS.length)
  for (const [i, { main, frames }] of STEPS.entries()) {
    sim.seek(steps[i]?.step ?? 0)
    const [own, child] = lookAt(sim, A7).pages
    if (own === undefined || child?.frame == null) throw new Error('both have the page')
    const info = decodeEntry(child.pte, child.level)
    expect([info.state, pfnText(child.frame.pfn)]).toEqual(['read-only', OLD])
    const [first] = frames
    const old = child.frame
    expect(`= ${valueText(old.value)}`).toBe(first?.value)
    // The copy is a step between two states of the entry: there the picture shows the entry before it is cleared.
    if (i === 2) continue
    const entry = decodeEntry(own.pte, own.level)
    expect({
      state: entry.state,
      frame: pfnText(entry.pfn ?? 0),
      letters: entry.letters?.join(''),
    }).toEqual({
      state: main.state,
      frame: main.frame,
      letters: main.letters,
    })
    const shown = frames.find(({ frame }) => frame === main.frame)
    expect(shown?.count).toBe(`× ${own.frame?.count}`)
  }
  sim.seek(sim.steps)
  const [own] = lookAt(sim, A7).pages
  expect(`= ${valueText(own?.frame?.value ?? { lo: 0, hi: 0 })}`).toBe(STEPS[3]?.frames[1]?.value)
})

function runsOf(id: string): readonly Glimpse[] {
  const preset = GALLERY.find((one) => one.id === id)
  const { asks } = wantedOf(preset ?? MREMAP)
  if ('explore' in asks) throw new Error(`${id} is explored`)
  return asks.map((ask) => {
    const run = glimpseOf(ask)
    if ('problem' in run) throw new Error(run.problem)
    return run
  })
}

function words(shapes: readonly Shape[]): string[] {
  return shapes.flatMap((shape) => (shape.is === 'text' ? [shape.text] : []))
}

function momentOf(run: Glimpse | undefined, statement: string, which: 'first' | 'last'): number {
  const is = (one: { readonly statement: string }): boolean => one.statement === statement
  return (which === 'first' ? run?.moments.findIndex(is) : run?.moments.findLastIndex(is)) ?? -1
}

test.each(Object.keys(PLANS))('%s has a picture at each of its moments, inside its box', (id) => {
  const plan = PLANS[id]
  const runs = runsOf(id)
  if (plan === undefined) throw new Error('a plan')
  const [run] = runs
  if (plan.rest !== '') expect(momentOf(run, plan.rest, 'last')).toBeGreaterThan(0)
  if (plan.from !== '') expect(momentOf(run, plan.from, 'first')).toBeGreaterThan(0)
  expect(run?.moments.length).toBeGreaterThan(2)
  const seen = new Set<string>()
  for (let k = 0; k < Math.min(...runs.map(({ moments }) => moments.length)); k++) {
    const shapes = miniature(plan.plan, runs, k)
    seen.add(JSON.stringify(shapes))
    for (const shape of shapes) {
      if (shape.is === 'line') continue
      expect(shape.x).toBeGreaterThanOrEqual(0)
      expect(shape.x).toBeLessThanOrEqual(MINI_W)
      expect(shape.y).toBeGreaterThanOrEqual(0)
      expect(shape.y).toBeLessThanOrEqual(MINI_H)
    }
  }
  expect(seen.size).toBeGreaterThan(2)
})

test('the picture of the four steps rests where U is clear and W still is', () => {
  const runs = runsOf('cow-and-uffd-wp')
  const shapes = miniature({ kind: 'walk' }, runs, momentOf(runs[0], 'unwp A[7]', 'first'))
  expect(words(shapes)).toEqual(['6', '· U', '7', '· ·', '= 1', '× 2', 'main'])
  const looks = shapes.flatMap((shape) => (shape.is === 'box' ? [shape.look] : []))
  expect(looks).toContain('changed')
  expect(looks).toContain('shared')
})

test('the two kernels part in the entries that moved with their bits', () => {
  const runs = runsOf('mremap-drops-registration')
  const k = momentOf(runs[0], 'remap A at 0x200000000000', 'last')
  const shapes = miniature({ kind: 'pair', names: ['v6.1', '6.1.192'] }, runs, k)
  expect(shapes.find((shape) => shape.is === 'box' && shape.look === 'differs')).toMatchObject({
    x: 182,
    w: 40,
  })
  expect(runs.map(({ kernel }) => kernel)).toEqual(['v6.1', '6.1.192'])
})

test('a huge entry falls into 512, half of them protected', () => {
  const runs = runsOf('split-huge-pmd')
  const k = momentOf(runs[0], 'wp A[0..255]', 'last')
  expect(words(miniature({ kind: 'split' }, runs, k))).toContain('512 entries, 256 protected')
})

test('a smaller guest has every range of the large one', () => {
  const small = smallerBy(GUEST_SNAPSHOT.text, 384)
  const ranges = (text: string): number => text.match(/\[\d+\.\.\d+\]/g)?.length ?? 0
  expect(ranges(small)).toBe(ranges(GUEST_SNAPSHOT.text))
  expect('diagnostics' in prepare(small)).toBe(false)
})

test('the picture of the explored line says how many schedules lose the store', () => {
  const preset = GALLERY.find(({ opens }) => opens === 'explore')
  const explore = createExploreHandlers(() => 0)
  const ask = {
    text: preset?.text ?? '',
    line: null,
    states: 20_000,
    preemptions: null,
    part: null,
  }
  explore.explore(ask)
  while ((explore.exploreOn({ milliseconds: 1000 }) as { more: boolean }).more);
  const found = explore.explored({})
  if (found instanceof Promise || found.graph === null) throw new Error('a graph at once')
  const depth = found.graph.nodes[found.graph.path.at(-1) ?? 0]?.depth ?? 0
  expect(depth).toBeGreaterThan(5)
  expect(words(graphMiniature(found.graph, depth, 'the end'))).toEqual(['the end'])
  expect(words(graphMiniature(found.graph, 2, 'the end'))).toEqual([])
})

test('what opens against another kernel opens against one that was recorded', () => {
  const against = GALLERY.flatMap((one) => one.against ?? [])
  expect(against).toHaveLength(1)
  expect(AGREEMENT.map(({ kernel }) => kernel)).toEqual(expect.arrayContaining(against))
})
