/** A scenario run aside, and what a small picture needs of it: nothing that is loaded is touched. */
import { decodeCells } from '../scene/map-cells.ts'
import { readerOf } from '../scene/memory.ts'
import { pagesNow } from '../scene/page-facts.ts'
import type { Glimpse, GlimpseAsk, GlimpseMoment, PageOf, PagesNow } from '../sim/page-facts.ts'
import { prepare } from '../sim/run-text.ts'
import type { Simulation } from '../sim/simulation.ts'

/** Some pages of a run, as they are at the moment that it stands at. */
export function lookAt({ kernel: { m } }: Simulation, pages: readonly PageOf[]): PagesNow {
  const session = m.all('session')[0]
  const uffd = m.all('uffd').find((one) => one.id === session?.uffd) ?? null
  const [mms, inodes, tasks] = [m.all('mm'), m.all('inode'), m.all('task')]
  return pagesNow({ read: readerOf(m.words), mms, inodes, tasks, uffd }, pages)
}

/** Every entry of a region of the first process, a byte each; null before it is mapped. */
function cellsOf({ kernel: { m } }: Simulation, name: string): Uint8Array | null {
  const mm = m.all('mm')[0]
  const region = mm?.regions.find((one) => one.name === name && one.listed)
  if (mm === undefined || region === undefined) return null
  return decodeCells(m.words, mm.pgd, region.start, region.pages)
}

export function glimpseOf(ask: GlimpseAsk): Glimpse | { readonly problem: string } {
  const prepared = prepare(ask.text, { kernel: ask.kernel })
  if ('diagnostics' in prepared) return { problem: 'The text has an error.' }
  const { sim, operations } = prepared
  for (const line of operations) sim.run(line)
  const moments: GlimpseMoment[] = []
  let last = ''
  const add = (step: number, statement: string): void => {
    sim.seek(step)
    const now = lookAt(sim, ask.pages)
    const cells = ask.cells === null ? null : cellsOf(sim, ask.cells)
    const key = `${JSON.stringify(now)} ${cells?.join() ?? ''}`
    if (key === last) return
    last = key
    moments.push({ statement, now, cells })
  }
  add(0, '')
  for (const { first, last: end, line } of sim.lines) {
    const from = ask.grain === 'step' ? first + 1 : end
    for (let step = from; step <= end; step++) add(step, line.text)
  }
  return { kernel: sim.choice.profile.name, moments }
}
