/** Comparisons: both sides run here, and each moment of them is told in a few words and rows. */

import { lineToExplore } from '../explore/line-to-explore.ts'
import { readSchedule } from '../explore/schedule-text.ts'
import type { OperationLine } from '../lang/ast.ts'
import { renderDiagnostic } from '../lang/diagnostics.ts'
import { namedRules, whenOf } from '../linux/profiles/rules.ts'
import { mmOfRow, OP_ACCESS, OP_FAULT, OP_SET, rowAt, vpnOfRow } from '../machine/trace.ts'
import type { CompareAsk, Place, Problem, SideAsk, SideInfo, SideMoment } from '../protocol/desk.ts'
import type { ComparedRuns, CompareHandlers, Run } from '../protocol/messages.ts'
import type { Comparison } from '../sim/compare/compare.ts'
import { compareScenario } from '../sim/compare/compare.ts'
import { explain } from '../sim/compare/explain.ts'
import { nearestKernel } from '../sim/compare/nearest.ts'
import { parseRecording } from '../sim/compare/recording.ts'
import { comparisonText, reasonsOf } from '../sim/compare/report.ts'
import type { RunSide, Side } from '../sim/compare/sides.ts'
import type { StepRef } from '../sim/compare/steps.ts'
import { alignSteps } from '../sim/compare/steps.ts'
import { tellComparison, tellDivergence } from '../sim/compare/tell.ts'
import { kernelWords, parseKernel } from '../sim/kernel-choice.ts'
import type { Schedule } from '../sim/parallel.ts'
import { prepare } from '../sim/run-text.ts'
import type { Simulation } from '../sim/simulation.ts'
import type { Spot } from './side-model.ts'
import { momentOf } from './side-model.ts'
import { recordedMoment } from './side-recorded.ts'
import { runOf } from './sim-handlers.ts'

interface Current {
  readonly comparison: Comparison
  readonly positions: Uint32Array
  /** Position at which each statement has been run. */
  readonly ends: readonly number[]
}

const MAIL_COLUMNS = 72

export function createCompareHandlers(): CompareHandlers {
  let current: Current | null = null

  const need = (): Current => {
    if (current === null) throw new Error('asked about a comparison before one was made')
    return current
  }

  return {
    compare: (ask) => {
      current = null
      const comparison = compared(ask)
      if ('problem' in comparison) return comparison
      const { positions, ends } = positionsOf(comparison)
      current = { comparison, positions, ends }
      return answer(current)
    },

    compareAt: ({ position, place }) => {
      const now = need()
      const spot = place === null ? spotAt(now, position) : spotOf(now, place, position)
      return {
        position,
        a: sideAt(now, 'a', position, spot),
        b: sideAt(now, 'b', position, spot),
      }
    },

    explain: () => {
      const { comparison } = need()
      const explanation = explain(comparison)
      const nearest = nearestKernel(comparison)
      return {
        ...tellComparison(comparison, explanation, nearest),
        says: comparison.divergences.map((one) =>
          tellDivergence(comparison, one, reasonsOf(comparison, one, explanation)),
        ),
        rules: namedRules(explanation?.all ?? []).map((rule) => ({
          id: rule.id,
          when: whenOf(rule),
          rule: rule.rule,
        })),
        isExact: explanation?.isExact ?? true,
        nearest: nearest?.name ?? null,
        mail: narrow(comparisonText(comparison, explanation, nearest)),
      }
    },
  }
}

function compared({ text, a, b, schedule }: CompareAsk): Comparison | Problem {
  const left = sideOf(a)
  if ('problem' in left) return left
  const right = sideOf(b)
  if ('problem' in right) return right
  const found = compareScenario(text, left, right, { schedules: schedulesFor(text, schedule) })
  if ('diagnostics' in found) {
    const [first] = found.diagnostics
    return {
      problem:
        first === undefined
          ? 'The text has an error.'
          : `The text has an error. ${renderDiagnostic(first)}`,
    }
  }
  if ('statements' in found) return found
  const { line, found: word, expected } = found
  return {
    problem: `The recording is of another scenario: record ${line} is of ${word}, expected ${expected}.`,
  }
}

function sideOf(ask: SideAsk): Side | Problem {
  if (ask.is === 'kernel') {
    const choice = parseKernel(ask.words)
    if ('profile' in choice) return { is: 'kernel', choice }
    return { problem: `Found ${choice.found}, expected ${choice.expected}.` }
  }
  const recording = parseRecording(ask.name, ask.jsonl)
  if ('records' in recording) return { is: 'recording', recording }
  const { line, path, found, expected } = recording
  const place = path === '' ? '' : `, ${path}`
  return { problem: `${ask.name}, line ${line}${place}: found ${found}, expected ${expected}.` }
}

/** Names become numbers on the way: both sides make their threads in the same order. */
function schedulesFor(
  text: string,
  schedule: CompareAsk['schedule'],
): ReadonlyMap<number, Schedule> {
  const prepared = schedule === null ? null : prepare(text)
  if (schedule === null || prepared === null || 'diagnostics' in prepared) return new Map()
  const line = lineToExplore(prepared, null)
  const names = readSchedule(schedule)
  if (line === null || line.statements.length < 2 || typeof names === 'string') return new Map()
  for (const earlier of prepared.operations) {
    if (earlier === line) break
    prepared.sim.run(earlier)
  }
  return new Map([[line.line, prepared.sim.scheduleOf(names)]])
}

function answer({ comparison, positions, ends }: Current): ComparedRuns {
  const { a, b, statements, divergences, first, counts, operations } = comparison
  return {
    a: infoOf(a),
    b: infoOf(b),
    ...tellComparison(comparison, null),
    statements: statements.map(({ line, text, verdict, divergences: own }, i) => ({
      line,
      text,
      verdict,
      divergences: own,
      end: ends[i] ?? 0,
    })),
    divergences: divergences.map(({ place, ...one }) => ({ ...one, place })),
    first: first?.index ?? null,
    counts,
    positions,
    runs: { a: runOfSide(comparison, a, operations), b: runOfSide(comparison, b, operations) },
  }
}

function infoOf(side: RunSide): SideInfo {
  return side.side.is === 'recording'
    ? { name: side.name, is: 'recording', sees: side.side.recording.sees }
    : { name: kernelWords(side.side.choice), is: 'kernel', sees: null }
}

function runOfSide(
  { source }: Comparison,
  { sim }: RunSide,
  operations: readonly OperationLine[],
): Run | null {
  const prepared = sim === null ? null : prepare(source)
  if (sim === null || prepared === null || 'diagnostics' in prepared) return null
  return runOf({ text: prepared.text, sim, operations }, false)
}

/** Moments of both sides that stand beside each other, statement by statement, inside one by what happens. */
function positionsOf({ a, b, operations }: Comparison): Pick<Current, 'positions' | 'ends'> {
  const positions = [0, 0]
  const ends: number[] = []
  let atA = 0
  let atB = 0
  for (const [i] of operations.entries()) {
    for (const pair of alignSteps(refsOf(a.sim, i), refsOf(b.sim, i))) {
      if (pair.a !== null) atA = pair.a.index + 1
      if (pair.b !== null) atB = pair.b.index + 1
      positions.push(atA, atB)
    }
    // A recording against a recording has no steps: the statement itself is the moment.
    if (a.sim === null && b.sim === null) positions.push(0, 0)
    ends.push(positions.length / 2 - 1)
  }
  return { positions: Uint32Array.from(positions), ends }
}

function refsOf(sim: Simulation | null, statement: number): StepRef[] {
  const end = sim?.lines[statement]
  const refs: StepRef[] = []
  if (sim === null || end === undefined) return refs
  for (let index = end.first; index < end.last; index++) {
    refs.push({ index, row: rowAt(sim.kernel.trace.rows, index) })
  }
  return refs
}

function sideAt(
  { comparison, positions, ends }: Current,
  which: 'a' | 'b',
  position: number,
  spot: Spot | null,
): SideMoment {
  const side = comparison[which]
  if (side.sim !== null) {
    return momentOf(side.sim, positions[2 * position + (which === 'a' ? 0 : 1)] ?? 0, spot)
  }
  const done = ends.filter((end) => end <= position).length
  const records = side.records.slice(0, done).filter((record) => record !== null)
  return recordedMoment(records, spot)
}

/** The page that the moment is about: that of the nearest step back which names one. */
function spotAt({ comparison, positions }: Current, position: number): Spot | null {
  for (const which of ['a', 'b'] as const) {
    const { sim } = comparison[which]
    if (sim === null) continue
    const step = positions[2 * position + (which === 'a' ? 0 : 1)] ?? 0
    sim.seek(step)
    const { m, trace } = sim.kernel
    for (let i = step - 1; i >= 0; i--) {
      const row = rowAt(trace.rows, i)
      if (row.op !== OP_SET && row.op !== OP_ACCESS && row.op !== OP_FAULT) continue
      const mm = m.find('mm', mmOfRow(row))
      const vpn = vpnOfRow(row)
      if (mm?.alive === true && mm.regions.some((r) => vpn >= r.start && vpn < r.start + r.pages)) {
        return { process: mm.process, vpn }
      }
    }
    const mm = m.all('mm').find((one) => one.regions.length > 0)
    const region = mm?.regions[0]
    if (mm !== undefined && region !== undefined) return { process: mm.process, vpn: region.start }
  }
  return null
}

/**
 * A page by the names of the scenario, where its region is at the moment: `remap` moves it. A region has the same place
 * on both sides; before it is mapped it has its first one.
 */
function spotOf({ comparison, ends }: Current, place: Place, position: number): Spot | null {
  const done = ends.filter((end) => end <= position).length
  for (const { records } of [comparison.a, comparison.b]) {
    for (const record of [...records.slice(0, done).reverse(), ...records.slice(done)]) {
      const region = record?.mm
        .find((mm) => mm.process === place.process)
        ?.regions.find((one) => one.name === place.region)
      if (region === undefined) continue
      return { process: place.process, vpn: Number(BigInt(region.start) / 4096n) + place.first }
    }
  }
  return null
}

/** Lines of at most 72 columns; what goes on is indented. */
function narrow(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const indent = /^ */.exec(line)?.[0] ?? ''
      const out: string[] = []
      let now = ''
      for (const word of line.trimStart().split(' ')) {
        const next =
          now === '' ? `${out.length === 0 ? indent : `${indent}  `}${word}` : `${now} ${word}`
        if (next.length > MAIL_COLUMNS && now !== '') {
          out.push(now)
          now = `${indent}  ${word}`
        } else now = next
      }
      return [...out, now]
    })
    .join('\n')
}
