import { expect, test } from 'vitest'
import type { Pfn } from '../machine/units.ts'
import { prepare } from '../sim/run-text.ts'
import { frameInfo, readerOf } from './memory.ts'

/** How often each of the first parts of a huge page is said to be mapped. */
function mapcounts(kernel: string, lines: readonly string[]): (number | undefined)[] {
  const made = prepare(
    [`kernel ${kernel}`, 'map A anon 512', 'advise A hugepage', 'write A[0] = 1', ...lines].join(
      '\n',
    ),
  )
  if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
  const { sim, operations } = made
  const pfns: number[] = []
  for (const [i, line] of operations.entries()) {
    sim.run(line)
    if (i !== 2) continue
    for (let page = 0; page < 8; page++) pfns.push(sim.frames().get(`main A ${page}`) as number)
  }
  const read = readerOf(sim.kernel.m.words)
  return pfns.map((pfn) => frameInfo(read, pfn as Pfn)?.mapcount)
}

test.each(['v6.1', 'v6.18'])(
  'a part of a huge page is mapped as often as it is, on %s',
  (kernel) => {
    const all = (count: number) => Array.from({ length: 8 }, () => count)
    expect(mapcounts(kernel, [])).toEqual(all(1))
    expect(mapcounts(kernel, ['fork C'])).toEqual(all(2))
    expect(mapcounts(kernel, ['fork C', 'C: protect A[300] r'])).toEqual(all(2))
    expect(mapcounts(kernel, ['fork C', 'C: protect A[300] r', 'C: advise A[0] dontneed'])).toEqual(
      [1, ...all(2).slice(1)],
    )
    expect(mapcounts(kernel, ['write A[3] = 2', 'protect A[300] r', 'advise A[40] cold'])[3]).toBe(
      1,
    )
  },
)
