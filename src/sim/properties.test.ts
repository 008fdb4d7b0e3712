// What holds for every scenario, asked of random ones. Seeds are fixed, so a failure comes back; fast-check prints them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram } from '../lang/arbitrary-program.ts'
import { profiles } from '../linux/profiles/index.ts'
import { acceptSeen, attachRun, words } from '../store/mirror.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import { runAll } from './run-all.ts'
import { prepare } from './run-text.ts'
import { watchLines } from './watch.ts'

const KERNELS = profiles().map((profile) => profile.name)
const anyKernel = fc.constantFrom(...KERNELS)

function started(text: string, kernel: string) {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error(`refused: ${prepared.diagnostics[0]?.expected}`)
  return prepared
}

const snapshot = (array: Uint32Array, length = array.length) =>
  Buffer.from(array.slice(0, length).buffer)

describe('a random scenario', () => {
  it('undoes to the words, records and hash it began with, and redoes to those it ended with', () => {
    fc.assert(
      fc.property(anyProgram, anyKernel, (text, kernel) => {
        const prepared = started(text, kernel)
        const { sim } = prepared
        const { m } = sim.kernel
        const first = { hash: m.hash(), words: snapshot(m.words), tasks: m.all('task') }
        const records = JSON.stringify(runAll(prepared))
        const last = { hash: m.hash(), words: snapshot(m.words) }
        sim.seek(0)
        expect(m.hash()).toBe(first.hash)
        const used = first.words.length / 4
        expect(snapshot(m.words, used).equals(first.words)).toBe(true)
        expect(m.words.slice(used).every((word) => word === 0)).toBe(true)
        expect(m.all('task')).toEqual(first.tasks)
        sim.seek(sim.steps)
        expect(m.hash()).toBe(last.hash)
        expect(snapshot(m.words).equals(last.words)).toBe(true)
        expect(JSON.stringify(sim.lines.map((_, i) => sim.record(i)))).toBe(records)
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  it('shows at a step what a fresh run shows there, in whatever order steps are visited', () => {
    const visits = fc.array(fc.nat(), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(anyProgram, anyKernel, visits, (text, kernel, wanted) => {
        const one = started(text, kernel)
        runAll(one)
        const steps = wanted.map((step) => step % (one.sim.steps + 1))
        const other = started(text, kernel)
        runAll(other)
        const fresh = new Map<number, string>()
        for (const step of [...new Set(steps)].sort((a, b) => a - b)) {
          other.sim.seek(step)
          fresh.set(step, other.sim.kernel.m.hash())
        }
        for (const step of steps) {
          one.sim.seek(step)
          expect(one.sim.kernel.m.hash()).toBe(fresh.get(step))
        }
      }),
      { numRuns: 40, seed: 2 },
    )
  })

  it('goes on alike after lines were cut off and run again', () => {
    fc.assert(
      fc.property(anyProgram, anyKernel, fc.nat(), (text, kernel, cut) => {
        const prepared = started(text, kernel)
        const { sim, operations } = prepared
        const records = runAll(prepared)
        const end = sim.kernel.m.hash()
        const kept = cut % (operations.length + 1)
        sim.cutTo(kept)
        for (const line of operations.slice(kept)) sim.run(line)
        expect(sim.kernel.m.hash()).toBe(end)
        expect(sim.lines.map((_, i) => sim.record(i))).toEqual(records)
      }),
      { numRuns: 40, seed: 3 },
    )
  })

  it('is seen the same through a mirror fed with differences and through shared memory', async () => {
    const visits = fc.array(fc.nat(), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(anyProgram, visits, async (text, wanted) => {
        const isolated = createSimHandlers({ shared: true })
        const plain = createSimHandlers({ shared: false })
        const shared = (await isolated.load({ text })).run
        const { run } = await plain.load({ text })
        if (run === null || shared === null) throw new Error('refused')
        attachRun(run)
        let from: number | null = null
        for (const visit of wanted) {
          const step = visit % (run.steps + 1)
          acceptSeen(await plain.seek({ step, from }))
          await isolated.seek({ step, from })
          from = step
          const theirs = new Uint32Array(shared.buffer as SharedArrayBuffer)
          const used = theirs[1] as number
          expect(snapshot(words().slice(1, used)).equals(snapshot(theirs.slice(1, used)))).toBe(
            true,
          )
        }
      }),
      { numRuns: 30, seed: 4 },
    )
  })

  it.each(KERNELS)('keeps every invariant on %s', (kernel) => {
    fc.assert(
      fc.property(anyProgram, (text) => {
        const { sim, operations } = started(text, kernel)
        expect(watchLines(sim, operations)).toEqual([])
      }),
      { numRuns: 20, seed: 5 },
    )
  })
})
