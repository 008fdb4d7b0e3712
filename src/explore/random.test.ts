// Random pairs of calls: what must make no difference makes none, and every order comes to an end.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepare } from '../sim/run-text.ts'
import type { ExploreOptions } from './exploration.ts'
import { explore } from './exploration.ts'
import { lineToExplore } from './line-to-explore.ts'
import type { ExploreResult } from './result.ts'

const SEED = 20261123
const CALLS = {
  monitor: ['wp A', 'unwp A[0]', 'close', 'unregister A', 'wake A', 'poll', 'copy A[2] = 3 wp'],
  main: ['read A[0]', 'write A[0] = 7', 'write A[1] = 6', 'protect A r', 'fork C', 'unmap A'],
  T: ['read A[2]', 'write A[0] = 5', 'advise A dontneed', 'advise A populate-write', 'hold A[0]'],
} as const
const MAPS = ['map A anon 3', 'map A anon 3 shared', 'file F 3\nmap A file F private']
const PAIRS = [
  ['monitor', 'main'],
  ['main', 'T'],
  ['monitor', 'T'],
] as const

const scenario = fc
  .record({
    kernel: fc.constantFrom('v5.10', 'v6.1', 'v6.18', 'v7.3'),
    map: fc.constantFrom(...MAPS),
    modes: fc.constantFrom('wp', 'missing,wp'),
    before: fc.constantFrom('', 'wp A\n'),
    pair: fc.constantFrom(...PAIRS),
    calls: fc.tuple(fc.nat(), fc.nat()),
  })
  .map(({ kernel, map, modes, before, pair, calls }) => {
    const [left, right] = pair.map((actor, i) => {
      const list = CALLS[actor]
      return `${actor}: ${list[(calls[i] as number) % list.length]}`
    })
    const start = `kernel ${kernel}\ncpus 3\n${map}\nthread T\nwrite A[0] = 1\nwrite A[1] = 1\nuffd`
    return `${start}\nregister A ${modes}\n${before}${left} || ${right}\n`
  })

function explored(text: string, options: Partial<ExploreOptions>): ExploreResult | null {
  const prepared = prepare(text)
  if ('diagnostics' in prepared) return null
  const line = lineToExplore(prepared, null)
  return line === null ? null : explore(prepared, line, { clock: () => 0, ...options })
}

it('random pairs of calls', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(scenario, (text) => {
      const result = explored(text, { unreduced: 0 })
      if (result === null) return
      expect(result.complete).toBe(true)
      const { schedules, outcomes } = result
      const plain = explored(text, { reduction: false, forget: false })
      expect({ schedules: plain?.schedules, outcomes: plain?.outcomes }).toEqual({
        schedules,
        outcomes,
      })
    }),
    { seed: SEED, numRuns: 120 },
  )
})
