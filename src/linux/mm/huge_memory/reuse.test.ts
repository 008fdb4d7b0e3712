import { describe, expect, it } from 'vitest'
import { prepare } from '../../../sim/run-text.ts'

/** Does the last line, a store to page `page` of A, move it to another frame? */
function isCopied(kernel: string, lines: readonly string[], page: number): boolean {
  const made = prepare([`kernel ${kernel}`, ...lines, `write A[${page}] = 9`].join('\n'))
  if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
  const { sim, operations } = made
  for (const line of operations.slice(0, -1)) sim.run(line)
  const place = `main A ${page}`
  const before = sim.frames().get(place)
  for (const line of operations.slice(-1)) sim.run(line)
  return sim.frames().get(place) !== before
}

/** A huge page that fork has shared and small entries map. */
const SHARED = [
  'map A anon 512',
  'advise A hugepage',
  'write A[0] = 1',
  'fork C',
  'protect A[311] r',
  'protect A[311] rw',
]

const KERNELS = ['6.1.192', '6.12.107', '6.18.44', '7.2.13']

/** What a program that compares frame numbers before and after the store printed on each of the four kernels. */
describe('a store to a part of a huge page', () => {
  it('copies as long as the child maps it', () => {
    expect(KERNELS.map((kernel) => isCopied(kernel, SHARED, 5))).toEqual([true, true, true, true])
  })

  it('copies or stays once the child is gone', () => {
    const alone = [...SHARED, 'exit C']
    expect(KERNELS.map((kernel) => isCopied(kernel, alone, 6))).toEqual([true, true, false, false])
  })

  it('copies or stays where no other part is mapped', () => {
    const last = [...SHARED, 'exit C', 'advise A[0..510] dontneed']
    expect(KERNELS.map((kernel) => isCopied(kernel, last, 511))).toEqual([false, true, true, true])
  })

  it('copies where the page was mapped by three, of which two are remembered', () => {
    const third = [
      ...['map A anon 512', 'advise A hugepage', 'write A[0] = 1', 'fork C', 'fork D'],
      ...[
        'D: protect A[311] r',
        'D: protect A[311] rw',
        'advise A dontneed',
        'C: advise A dontneed',
      ],
    ]
    const made = prepare(['kernel 6.18.44', ...third, 'D: write A[5] = 9'].join('\n'))
    if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
    const { sim, operations } = made
    for (const line of operations.slice(0, -1)) sim.run(line)
    const before = sim.frames().get('D A 5')
    for (const line of operations.slice(-1)) sim.run(line)
    expect(sim.frames().get('D A 5')).not.toBe(before)
  })
})
