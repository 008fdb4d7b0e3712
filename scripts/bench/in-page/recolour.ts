/**
 * A gigabyte of entries recoloured on each frame by the page's own code: read from the words, counted, coloured, drawn.
 * Between two frames every entry changes: the run is moved over one `wp`; or, mixed, to another class each, so that
 * nothing repeats. Runs in a bare page, which gives it a canvas.
 */
import { PRESENT, RW, SOFTW2 } from '../../../src/machine/entry.ts'
import { countCells } from '../../../src/scene/map-cells.ts'
import { planCells, planMap } from '../../../src/scene/map-plan.ts'
import { prepare } from '../../../src/sim/run-text.ts'
import { colour, newImage } from '../../../src/ui/map/paint.ts'

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

/** The words of two moments between which every entry becomes another one, neighbours each in their own way. */
function mixed(before: Uint32Array, after: Uint32Array): readonly [Uint32Array, Uint32Array] {
  const classes = [PRESENT | RW, PRESENT, PRESENT | SOFTW2, 0, 0x1000]
  const both = [before.slice(), after.slice()] as const
  let seed = 1
  for (let at = 0; at < before.length; at++) {
    if ((((before[at] as number) ^ (after[at] as number)) & SOFTW2) === 0) continue
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    const first = (seed >>> 16) % classes.length
    const second = (first + 1 + ((seed >>> 8) % (classes.length - 1))) % classes.length
    both[0][at] = classes[first] as number
    both[1][at] = classes[second] as number
  }
  return both
}

async function recolour(isMixed: boolean): Promise<Recoloured> {
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
  const wordsAt = (index: number): Uint32Array => {
    sim.seek(index % 2 === 0 ? wp.first : wp.last)
    return m.words
  }
  const both = isMixed ? mixed(wordsAt(0).slice(), wordsAt(1)) : null
  const image = newImage()
  const work: number[] = []
  const frames: number[] = []
  let shown: Uint8Array | undefined
  let spare: Uint8Array | undefined
  let before = await frame()
  for (let i = 0; i < FRAMES; i++) {
    const words = both?.[i % 2] ?? wordsAt(i)
    const start = performance.now()
    const cells = planCells(words, plan, spare)
    spare = shown
    shown = cells
    countCells(cells)
    const grid = { cells, columns: plan.columns, rows: plan.rows }
    context.drawImage(colour(image, grid, { tone: 'light' }), 0, 0, canvas.width, canvas.height)
    work.push(performance.now() - start)
    const now = await frame()
    frames.push(now - before)
    before = now
  }
  return { cells: plan.columns * plan.rows, work, frames }
}

const frame = (): Promise<number> => new Promise(requestAnimationFrame)

Object.assign(globalThis, { recolour })
