// No title or sentence that anybody is shown still has a place to be filled in.
import { describe, expect, it } from 'vitest'
import { SITES } from '../linux/include/site-texts.ts'
import { profiles } from '../linux/profiles/index.ts'
import { PRESETS } from '../scenarios/index.ts'
import { traceText } from '../scene/trace-text.ts'
import { generate, seededRandom } from '../sim/generate.ts'
import { runAll } from '../sim/run-all.ts'
import { prepare } from '../sim/run-text.ts'
import { wordsAt } from '../sim/words.ts'
import { runOf } from '../worker/sim-handlers.ts'
import { titleOfRow } from './row-title.ts'
import { OP_TABLE, rowAt } from './trace.ts'

const STEPS_SEEN = 60

/** Everything that is said about a run, step by step; of a long one, evenly chosen steps. */
function wordsOf(text: string, kernel: string): { title: string; why: string; next: string }[] {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error(`refused: ${prepared.diagnostics[0]?.expected}`)
  runAll(prepared)
  const { sim } = prepared
  const stride = Math.max(1, Math.floor(sim.steps / STEPS_SEEN))
  const words = []
  for (let step = 1; step <= sim.steps; step += stride) {
    sim.seek(step)
    const row = rowAt(sim.kernel.trace.rows, step - 1)
    const { why, next } = wordsAt(sim, step)
    words.push({ title: titleOfRow(row, SITES), why, next })
  }
  expect(traceText(runOf(prepared, false), SITES)).not.toMatch(/[{}]/)
  return words
}

function expectWords(text: string, kernel: string): void {
  for (const { title, why, next } of wordsOf(text, kernel)) {
    expect(title).toMatch(/^[^{}]+$/)
    expect(why).toMatch(/^[^{}]+$/)
    expect(next).not.toMatch(/[{}]/)
  }
}

describe('the title of a step', () => {
  it('has no place to be filled in: no site has one in its title', () => {
    for (const { title } of SITES) expect(title).toMatch(/^[^{}]+$/)
  })

  it('names the level of a table that is made', () => {
    const prepared = prepare('map A anon 4\nwrite A[0] = 1\n')
    if ('diagnostics' in prepared) throw new Error('refused')
    runAll(prepared)
    const { rows, length } = prepared.sim.kernel.trace
    const made = Array.from({ length }, (_, i) => rowAt(rows, i)).filter((r) => r.op === OP_TABLE)
    expect(made.map((row) => titleOfRow(row, SITES))).toEqual([
      'PUD table allocated',
      'PMD table allocated',
      'PTE table allocated',
    ])
  })

  it.each(PRESETS)('is whole, and so is its sentence, at every step of $id', ({ text }) => {
    expectWords(text, 'v7.3')
  })

  it.each(profiles().map(({ name }) => name))('is whole in random scenarios on %s', (kernel) => {
    for (let seed = 1; seed <= 3; seed++) expectWords(generate(seededRandom(seed)), kernel)
  })
})
