// The call trees of real kernels, traced while they ran a scenario, are those of the simulator.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { releaseNumber } from '../base/release.ts'
import { readArchive } from '../headless/archive.ts'
import { SITES } from '../linux/include/site-texts.ts'
import { callTree, functionName } from './calls.ts'
import { comparedCalls, firstCallDifference } from './compare/call-trees.ts'
import { CallFilter, withoutOwnCalls } from './compare/recorded-calls.ts'
import { UNMODELLED_CALLS } from './compare/unmodelled-calls.ts'
import type { StateRecord } from './outcome.ts'
import { prepare } from './run-text.ts'

const ORACLE = join(import.meta.dirname, '../scenarios/oracle')
const KERNELS = ['6.1.192', '6.12.107', '7.2.13']

const scenarios = readArchive(ORACLE, 'scenarios')
const archives = new Map(KERNELS.map((kernel) => [kernel, readArchive(ORACLE, `${kernel}-calls`)]))
const tracedBy = (kernel: string) => new Set(archives.get(kernel)?.get('FUNCTIONS') ?? [])

/** Compares the calls of one scenario, actor by actor; the number of call lists that were compared. */
function compare(kernel: string, name: string, records: readonly string[]): number {
  const traceable = tracedBy(kernel)
  const prepared = prepare((scenarios.get(name) ?? []).join('\n'), { kernel })
  if ('diagnostics' in prepared) throw new Error('refused')
  const filter = new CallFilter()
  let compared = 0
  for (const [i, line] of prepared.operations.entries()) {
    const record = JSON.parse(records[i] ?? '') as StateRecord
    const ours = callTree(prepared.sim, prepared.sim.run(line))
    const theirs = record.calls ?? []
    const actors = new Set([...theirs, ...ours].map(([actor]) => actor))
    for (const actor of filter.comparable(record, actors)) {
      const recorded = withoutOwnCalls(comparedCalls(theirs, actor, traceable), record, actor)
      const model = comparedCalls(ours, actor, traceable)
      const found = firstCallDifference(model, recorded)
      expect(found, `line ${line.line}, ${line.text}, ${actor}`).toBeNull()
      compared++
    }
  }
  return compared
}

describe.each(KERNELS)('calls of %s', (kernel) => {
  const recordings = [...(archives.get(kernel) ?? [])].filter(([name]) => name !== 'FUNCTIONS')
  let compared = 0

  it.each(recordings)('are those of the model, in order and depth: %s', (name, records) => {
    compared += compare(kernel, name, records)
  })

  it('were compared in more than 800 cases', () => {
    expect(compared).toBeGreaterThan(800)
  })

  it('name each traced function as the model does, or leave it out for a reason', () => {
    const release = releaseNumber(kernel)
    const named = new Set(SITES.map((site) => functionName(site.id, release)))
    const leftOut = new Set(UNMODELLED_CALLS.map((one) => one.fn))
    const unknown = [...tracedBy(kernel)].filter((fn) => !named.has(fn) && !leftOut.has(fn))
    expect(unknown).toEqual([])
  })
})

describe('what is left out of the comparison', () => {
  it('says why, and was traced on some kernel', () => {
    for (const { fn, reason } of UNMODELLED_CALLS) {
      expect(reason).toMatch(/\.$/)
      expect(KERNELS.some((kernel) => tracedBy(kernel).has(fn))).toBe(true)
    }
  })

  it('leaves out what it calls as well, where that is said', () => {
    const calls = [
      ['main', 0, 'try_to_unmap_one'],
      ['main', 1, 'ptep_clear_flush'],
      ['main', 2, 'flush_tlb_mm_range'],
      ['main', 0, 'ptep_clear_flush'],
      ['main', 1, 'flush_tlb_mm_range'],
    ] as const
    const traceable = new Set(['try_to_unmap_one', 'ptep_clear_flush', 'flush_tlb_mm_range'])
    expect(comparedCalls(calls, 'main', traceable)).toEqual([
      { depth: 0, fn: 'try_to_unmap_one' },
      { depth: 0, fn: 'ptep_clear_flush' },
      { depth: 1, fn: 'flush_tlb_mm_range' },
    ])
  })

  it('lets callees take the place of a function that is left out alone', () => {
    const calls = [
      ['main', 0, 'madvise_vma_behavior'],
      ['main', 1, 'try_to_unmap'],
    ] as const
    const traceable = new Set(['madvise_vma_behavior', 'try_to_unmap'])
    expect(comparedCalls(calls, 'main', traceable)).toEqual([{ depth: 0, fn: 'try_to_unmap' }])
  })
})

describe('names of functions', () => {
  const nameIn = (fn: string, release: string) => {
    const site = SITES.find((one) => one.fn === fn)
    return functionName(site?.id ?? 0, releaseNumber(release))
  }

  it('are those of the release', () => {
    expect(nameIn('set_pte_range', 'v6.1')).toBe('do_set_pte')
    expect(nameIn('set_pte_range', '6.12.107')).toBe('set_pte_range')
    expect(nameIn('mfill_atomic_copy', '6.1.192')).toBe('mcopy_atomic')
  })
})
