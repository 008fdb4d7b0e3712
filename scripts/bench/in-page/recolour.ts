/**
 * A gigabyte of entries recoloured on each frame by the page's own code: read from the words, counted, coloured, drawn.
 * Between two frames every entry changes: the run is moved over one `wp`. Runs in a bare page, which gives it a canvas.
 */
import { countCells } from '../../../src/scene/map-cells.ts'
import { planCells, planMap } from '../../../src/scene/map-plan.ts'
import { prepare } from '../../../src/sim/run-text.ts'
import type { Inks } from '../../../src/ui/map/inks.ts'
import { imageOf } from '../../../src/ui/map/paint.ts'

const FRAMES = 180
const GUEST = `scenario 1
map A anon 262144
uffd
register A wp
advise A populate-write
wp A
`

export interface Recoloured {
  readonly cells: number
  /** Milliseconds of JavaScript in each frame, and from each frame to the next. */
  readonly work: readonly number[]
  readonly frames: readonly number[]
}

async function recolour(): Promise<Recoloured> {
  const prepared = prepare(GUEST)
  if ('diagnostics' in prepared) throw new Error('the scenario has an error')
  for (const line of prepared.operations) prepared.sim.run(line)
  const { sim } = prepared
  const { m } = sim.kernel
  const wp = sim.lines.at(-1)
  if (wp === undefined) throw new Error('nothing ran')
  const mm = m.all('mm')[0]
  const region = mm?.regions.find(({ name }) => name === 'A')
  if (mm === undefined || region === undefined) throw new Error('the guest has no memory')
  const plan = planMap(mm, region, region.start)
  const canvas = document.querySelector('canvas')
  const context = canvas?.getContext('2d')
  if (!canvas || !context) throw new Error('there is no canvas')
  const work: number[] = []
  const frames: number[] = []
  let before = await frame()
  for (let i = 0; i < FRAMES; i++) {
    sim.seek(i % 2 === 0 ? wp.first : wp.last)
    const start = performance.now()
    const cells = planCells(m.words, plan)
    countCells(cells)
    const grid = { cells, columns: plan.columns, rows: plan.rows }
    const image = imageOf(grid, { tone: 'light' } as Inks)
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    work.push(performance.now() - start)
    const now = await frame()
    frames.push(now - before)
    before = now
  }
  return { cells: plan.columns * plan.rows, work, frames }
}

const frame = (): Promise<number> => new Promise(requestAnimationFrame)

Object.assign(globalThis, { recolour })
