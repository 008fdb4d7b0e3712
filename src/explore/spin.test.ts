// The explored ends of small scenarios, held against models in Promela that were written from the rules of the
// kernel and know nothing of this code. Needs `spin` and a C compiler.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { prepare } from '../sim/run-text.ts'
import { explore } from './exploration.ts'
import { lineToExplore } from './line-to-explore.ts'
import type { OutcomeClass } from './result.ts'

const MODELS = fileURLToPath(new URL('../../e2e/spin/', import.meta.url))
const START = ['cpus 3', 'map A anon 1', 'uffd', 'register A wp']

const CASES: Readonly<Record<string, readonly string[]>> = {
  'protect-beside-store': ['kernel v6.18', ...START, 'write A[0] = 1', 'wp A || write A[0] = 2'],
  'resolve-beside-store': [
    'kernel v6.18',
    ...START,
    'write A[0] = 1',
    'wp A',
    'unwp A || write A[0] = 2',
  ],
  'resolve-beside-store-forked': [
    'kernel v6.18',
    ...START,
    'write A[0] = 1',
    'fork C',
    'wp A',
    'unwp A || write A[0] = 2',
  ],
  'close-beside-store': [
    'kernel v5.10',
    ...START,
    'write A[0] = 1',
    'wp A',
    'close || write A[0] = 2',
  ],
  'two-writers-beside-resolve': [
    'kernel v6.18',
    ...START,
    'thread T',
    'write A[0] = 1',
    'fork C',
    'wp A',
    'unwp A || main: write A[0] = 2 || T: write A[0] = 3',
  ],
  'unregister-beside-store': [
    'kernel v5.10',
    ...START,
    'write A[0] = 1',
    'wp A',
    'unregister A || write A[0] = 2',
  ],
  'unregister-beside-store-resets': [
    'kernel v6.18',
    ...START,
    'write A[0] = 1',
    'wp A',
    'unregister A || write A[0] = 2',
  ],
  'three-cpus': [
    'kernel v5.10',
    ...START,
    'thread T',
    'T: write A[0] = 1',
    'hold A[0]',
    'unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5',
  ],
}

/** Why the models cannot be checked here, or null. */
function missing(): string | null {
  if (spawnSync('spin', ['-V']).status !== 0) return 'no spin'
  return spawnSync('cc', ['--version']).status === 0 ? null : 'no C compiler'
}

/** The ends that SPIN finds: value, unread messages, uffd-wp, RW, lost write, who sleeps. */
function endsBySpin(name: string): Set<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'spin-'))
  try {
    execFileSync('spin', ['-a', `${MODELS}${name}.pml`], { cwd, stdio: 'ignore' })
    execFileSync('cc', ['-O0', '-w', '-o', 'pan', 'pan.c'], { cwd })
    const told = execFileSync('./pan', ['-E'], { cwd, encoding: 'utf8' })
    expect(told).toContain('errors: 0')
    return new Set([...told.matchAll(/^END (.*)$/gm)].map((match) => match[1] as string))
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function endOf(outcome: OutcomeClass): string {
  const { record, values, violations } = outcome
  const entry = record.mm[0]?.regions[0]?.ptes[0]
  const bit = (flag: boolean | undefined): number => (flag === true ? 1 : 0)
  const sleeps = ['main', 'monitor', 'T'].map((name) => bit(record.actors[name] === 'blocked'))
  return [
    values['main.A[0]'],
    record.uffd?.pending ?? 0,
    bit(entry?.uffdWp),
    bit(entry?.raw?.includes('RW')),
    bit(violations.includes('lost-write')),
    ...sleeps,
  ].join(' ')
}

function endsByExploration(lines: readonly string[]): Set<string> {
  const prepared = prepare(lines.join('\n'))
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('nothing to explore')
  return new Set(explore(prepared, line, { clock: () => 0 }).outcomes.map(endOf))
}

const why = missing()
const title = `the same ends as SPIN${why === null ? '' : ` (skipped: ${why})`}`
describe.skipIf(why !== null)(title, () => {
  for (const [name, lines] of Object.entries(CASES)) {
    it(name, { timeout: 120_000 }, () => {
      expect(endsByExploration(lines)).toEqual(endsBySpin(name))
    })
  }
})
