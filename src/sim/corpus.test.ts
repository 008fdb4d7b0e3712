// Every recorded scenario as a text and as a history: printing, links, undoing, and running it again.
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../headless/archive.ts'
import { parse } from '../lang/parse.ts'
import { print } from '../lang/print.ts'
import { decodeLink, encodeLink } from '../lang/url.ts'
import { ROW_WORDS } from '../machine/trace.ts'
import { runAll } from './run-all.ts'
import { prepare } from './run-text.ts'
import type { Simulation } from './simulation.ts'

const scenarios = [...readArchive(join(import.meta.dirname, '../scenarios/oracle'), 'scenarios')]
const texts = scenarios.map(([name, lines]) => [name, `${lines.join('\n')}\n`] as const)

/** Kernels that differ in most, turn by turn, so that each gets its share of the scenarios. */
const KERNELS = ['v5.7', 'v5.14', 'v5.19', '6.1.192', 'v6.4', '6.12.107', '6.18.44', 'v7.3']

function started(text: string, kernel: string) {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error(`refused in line ${prepared.diagnostics[0]?.line}`)
  return prepared
}

const bytesOf = (words: Uint32Array, length: number) => Buffer.from(words.buffer, 0, length * 4)

/** Everything that a run leaves behind. */
function historyOf(sim: Simulation, records: unknown) {
  const { m, trace } = sim.kernel
  return {
    journal: bytesOf(m.journal.words, m.journal.length),
    rows: bytesOf(trace.rows, trace.length * ROW_WORDS),
    deltas: m.deltas.map(({ kind, id }) => `${kind} ${id}`).join(),
    end: m.hash(),
    records: JSON.stringify(records),
  }
}

describe('recorded scenarios', () => {
  it.each(texts)('print as what parses to the same: %s', (_name, text) => {
    const printed = print(parse(text).scenario)
    const again = parse(printed)
    expect(again.diagnostics).toEqual([])
    expect(print(again.scenario)).toBe(printed)
    const shape = (source: string) =>
      JSON.stringify(parse(source).scenario, (key, value: unknown) => {
        if (typeof value === 'bigint') return value.toString()
        return ['span', 'text', 'line', 'column', 'comment'].includes(key) ? undefined : value
      })
    expect(shape(printed)).toBe(shape(text))
  })

  it.each(texts)('survive a link: %s', async (_name, text) => {
    const link = await encodeLink({ text, view: { t: '3' } }, async (bytes) =>
      deflateRawSync(bytes, { level: 9 }),
    )
    const hash = link.kind === 'ok' ? link.hash : ''
    const back = await decodeLink(hash, async (bytes, limit) =>
      inflateRawSync(bytes, { maxOutputLength: limit }),
    )
    expect(back).toEqual({ kind: 'ok', link: { text, view: { t: '3' } } })
  })

  it.each(texts.map(([name, text], i) => [name, text, KERNELS[i % KERNELS.length] ?? ''] as const))(
    'undo to nothing, redo to the same, and run twice alike: %s',
    (_name, text, kernel) => {
      const prepared = started(text, kernel)
      const { sim } = prepared
      const booted = sim.kernel.m.hash()
      const records = runAll(prepared)
      const end = sim.kernel.m.hash()
      sim.seek(0)
      expect(sim.kernel.m.hash()).toBe(booted)
      sim.seek(sim.steps)
      expect(sim.kernel.m.hash()).toBe(end)
      const second = started(text, kernel)
      const again = historyOf(second.sim, runAll(second))
      const first = historyOf(sim, records)
      expect(again.rows).toEqual(first.rows)
      expect(again.journal).toEqual(first.journal)
      expect(again.deltas).toBe(first.deltas)
      expect(again.end).toBe(first.end)
      expect(again.records).toBe(first.records)
    },
  )
})
