/**
 * The requests of the page, answered by a simulation. Plain functions: the worker only puts a port in front of them,
 * and tests call them in Node.
 */
import { toJsonLine } from '../base/json-lines.ts'
import { lineToExplore } from '../explore/line-to-explore.ts'
import { readSchedule } from '../explore/schedule-text.ts'
import type { AskLine, OperationLine } from '../lang/ast.ts'
import { findProfile, NEWEST, profiles } from '../linux/profiles/index.ts'
import { expandPatch, PATCHES } from '../linux/profiles/patches.ts'
import { eachChange } from '../machine/journal.ts'
import type { MakeBuffer } from '../machine/phys.ts'
import { HEADER_EPOCH, HEADER_NEXT_WORD } from '../machine/phys.ts'
import { ROW_WORDS } from '../machine/trace.ts'
import type { Greeting, Run, Seen, SimHandlers, StatementEnd } from '../protocol/messages.ts'
import { SimFailure } from '../protocol/server.ts'
import { digestOf } from '../sim/digest.ts'
import { milestonesOf } from '../sim/milestones.ts'
import type { Prepared } from '../sim/run-text.ts'
import { prepare } from '../sim/run-text.ts'
import type { LineEnd, Simulation } from '../sim/simulation.ts'
import { changesAt, viewAt } from '../sim/view.ts'
import type { wordsAt } from '../sim/words.ts'
import { fetched } from './later.ts'

/** Changed words that a step sends along at most; more than that is not drawn one by one anyway. */
const MAX_CHANGES = 2 ** 15

/** Steps of a run: each takes 48 bytes of trace here and as many on the page. */
const MOST_STEPS = 2 ** 24

interface Loaded extends Prepared {
  readonly source: string
  readonly ordered: Ordered | null
}

/** One line, and who goes on at each of its turns. */
interface Ordered {
  readonly line: OperationLine
  readonly actors: readonly string[]
}

interface Options {
  readonly shared: boolean
  /** Steps that a run may have; tests ask for few. */
  readonly mostSteps?: number
}

export function createSimHandlers(options: Options): SimHandlers {
  const mostSteps = options.mostSteps ?? MOST_STEPS
  let loaded: Loaded | null = null
  let sentBuffer: ArrayBufferLike | null = null
  /** The step that the machine stands at for the page; null after a load. */
  let shown: number | null = null
  /** Null until the words are here: the first moment does not wait for them. */
  let tell: typeof wordsAt | null = null
  const makeBuffer: MakeBuffer = (bytes) =>
    options.shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)

  const need = (): Loaded => {
    if (loaded === null) throw new Error('asked about a run before one was loaded')
    return loaded
  }

  return {
    hello: () => hello(),

    sites: async () => {
      const words = await fetched(import('./words.ts'))
      tell = words.wordsAt
      return { sites: words.SITES }
    },

    words: async ({ step }) => {
      tell = (await fetched(import('./words.ts'))).wordsAt
      const { sim } = need()
      return shown === step ? tell(sim, step) : null
    },

    coverage: async () => (await fetched(import('../sim/coverage/coverage.ts'))).coverage(),

    load: ({ text, schedule }) => {
      const prepared = prepare(text, { makeBuffer })
      if ('diagnostics' in prepared) return { diagnostics: prepared.diagnostics, run: null }
      const ordered = orderedIn(prepared, schedule ?? null)
      const next = reuse(loaded, prepared, ordered)
      try {
        runRest(next, ordered, mostSteps)
      } catch (thrown) {
        // The page still shows the run before, of whose machine a part may have been cut off.
        if (loaded?.sim === next.sim) loaded = againOf(loaded, mostSteps, makeBuffer)
        shown = null
        throw thrown
      }
      loaded = { ...next, source: text, ordered }
      sentBuffer = next.sim.kernel.m.words.buffer
      shown = null
      return { diagnostics: [], run: runOf(next, options.shared) }
    },

    seek: ({ step, from }) => {
      const { sim } = need()
      const seen = show(sim, step, from, options.shared, tell)
      shown = seen.view.step
      const { buffer } = sim.kernel.m.words
      const isNew = options.shared && buffer !== sentBuffer
      sentBuffer = buffer
      return { ...seen, buffer: isNew ? buffer : null }
    },

    biography: async ({ entry }) => {
      const { biographyOf } = await fetched(import('../sim/biography.ts'))
      return { changes: biographyOf(need().sim, entry) }
    },

    probe: async ({ step, statements }) => {
      const { probe } = await fetched(import('../sim/probe.ts'))
      const { sim, source } = need()
      return { probes: probe(textUpTo(sim, source, step), statements, null) }
    },

    lesson: async () => {
      const { questionsOf } = await fetched(import('../sim/lesson.ts'))
      const { sim, text, operations } = need()
      const asks = text.scenario.lines.filter((line): line is AskLine => line.kind === 'ask')
      return { questions: questionsOf(sim, asks, operations) }
    },

    consequence: async ({ line, claimed }) => {
      const [{ consequenceOf }, { lookAt }] = await fetched(
        Promise.all([import('../sim/lesson.ts'), import('./glimpse.ts')]),
      )
      return consequenceOf(need().source, line, claimed, lookAt)
    },

    exercises: async ({ seed, count }) => {
      const { exercisesOf } = await fetched(import('../sim/exercises.ts'))
      return { problems: exercisesOf(seed, count) }
    },

    glimpse: async (ask) => (await fetched(import('./glimpse.ts'))).glimpseOf(ask),

    record: ({ line }) => {
      const { sim } = need()
      const index = sim.lines.findIndex((end) => end.line.line === line)
      return { record: index < 0 ? null : keepingPlace(sim, () => sim.record(index)) }
    },

    records: () => {
      const { sim } = need()
      const lines = keepingPlace(sim, () =>
        sim.lines.map((_, i) => toJsonLine(sim.record(i) as never)),
      )
      return { jsonl: `${lines.join('\n')}\n` }
    },

    judge: async ({ records }) => {
      const { judge } = await fetched(import('../sim/judge.ts'))
      const { sim } = need()
      return { judgements: keepingPlace(sim, () => judge(sim, records)) }
    },
  }
}

/** Runs the lines that have not been run. @throws where the run becomes too long */
function runRest({ sim, operations }: Prepared, ordered: Ordered | null, most: number): void {
  for (const line of operations.slice(sim.lines.length)) {
    sim.run(line, line === ordered?.line ? sim.scheduleOf(ordered.actors) : null)
    if (sim.steps <= most) continue
    throw new SimFailure({ kind: 'limit', what: 'more steps than can be kept', limit: most })
  }
}

/** The same run on a machine of its own. */
function againOf({ source, ordered }: Loaded, most: number, makeBuffer: MakeBuffer): Loaded | null {
  const prepared = prepare(source, { makeBuffer })
  if ('diagnostics' in prepared) return null
  const line = prepared.operations.find((one) => one.line === ordered?.line.line)
  const same = ordered === null || line === undefined ? null : { ...ordered, line }
  runRest(prepared, same, most)
  return { ...prepared, source, ordered: same }
}

function hello(): Greeting {
  return {
    profiles: profiles().map((profile) => ({
      name: profile.name,
      kind: profile.kind,
      patches: PATCHES.filter(({ id }) =>
        expandPatch(id).every((one) => profile.behaviours.includes(one)),
      ).map(({ id }) => id),
    })),
    patches: PATCHES.map(({ id, subject, commit, since, rule }) => ({
      id,
      subject,
      commit,
      since,
      rule,
    })),
    newest: findProfile(NEWEST)?.name ?? NEWEST,
  }
}

/** The simulation that ran before, cut to the lines that both texts begin with, if it is of the same kernel. */
function reuse(before: Loaded | null, next: Prepared, ordered: Ordered | null): Prepared {
  if (before === null || !isSameMachine(before, next)) return next
  let same = 0
  for (const line of next.operations) {
    const old = before.sim.lines[same]
    if (old === undefined || !isSameLine(old, line, before, next)) break
    if (orderOf(before.ordered, old.line.line) !== orderOf(ordered, line.line)) break
    same++
  }
  if (same === 0) return next
  before.sim.cutTo(same)
  before.sim.adopt(next.text, next.operations)
  return { ...next, sim: before.sim }
}

/** The last `||` line with its schedule; a schedule that cannot be read orders nothing. */
function orderedIn(prepared: Prepared, schedule: string | null): Ordered | null {
  const actors = schedule === null ? '' : readSchedule(schedule)
  const line = lineToExplore(prepared, null)
  if (typeof actors === 'string' || line === null || line.statements.length < 2) return null
  return { line, actors }
}

function orderOf(ordered: Ordered | null, line: number): string {
  return ordered?.line.line === line ? ordered.actors.join(' ') : ''
}

function isSameMachine(before: Loaded, next: Prepared): boolean {
  const a = before.sim
  const b = next.sim
  const names = b.kernel.actors
  return (
    a.choice.profile === b.choice.profile &&
    JSON.stringify(a.choice.patches) === JSON.stringify(b.choice.patches) &&
    a.kernel.cpus === b.kernel.cpus &&
    a.kernel.actors.every((name, i) => names[i] === undefined || names[i] === name)
  )
}

function isSameLine(old: LineEnd, line: OperationLine, before: Loaded, next: Prepared): boolean {
  if (old.line.text !== line.text) return false
  const place = (text: Prepared['text'], at: number): string =>
    text.regions
      .filter((r) => r.line === at)
      .map((r) => `${r.start} ${r.pages}`)
      .join()
  return place(before.text, old.line.line) === place(next.text, line.line)
}

/** A run as the page has it. */
export function runOf(prepared: Prepared, shared: boolean): Run {
  const { sim, text } = prepared
  const title = text.scenario.lines.find((l) => l.kind === 'title')
  const { rows, length } = sim.kernel.trace
  return {
    title: title?.kind === 'title' ? title.title : '',
    kernel: sim.choice.profile.name,
    patches: sim.choice.patches,
    cpus: sim.kernel.cpus,
    actors: text.actors.map((actor, i) => ({
      name: actor.name,
      process: actor.process,
      cpu: i % sim.kernel.cpus,
    })),
    statements: sim.lines.map(statementEnd),
    steps: sim.steps,
    rows: rows.slice(0, length * ROW_WORDS),
    milestones: milestonesOf(rows, length).map(({ title: name, step, statement }) => ({
      title: name,
      step,
      line: sim.lines[statement]?.line.line ?? 0,
    })),
    buffer: shared ? sim.kernel.m.words.buffer : null,
    digest: keepingPlace(sim, () => digestOf(sim)),
  }
}

function statementEnd(end: LineEnd): StatementEnd {
  const [first] = end.ends
  return {
    line: end.line.line,
    text: end.line.text,
    actor: first?.actor ?? 'main',
    outcome: first?.outcome ?? 'ok',
    value: first?.value === undefined || first.value === null ? null : String(first.value),
    message: first?.message ?? null,
    ranges: first?.ranges ?? null,
    woken: end.woken,
    first: end.first,
    last: end.last,
  }
}

/** Moves the presented state and describes it. The page reads the words only while the epoch is even. */
function show(
  sim: Simulation,
  step: number,
  from: number | null,
  shared: boolean,
  tell: typeof wordsAt | null,
): Omit<Seen, 'buffer'> {
  const { m } = sim.kernel
  const to = Math.max(0, Math.min(step, sim.steps))
  const epoch = shared ? Atomics.add(m.words, HEADER_EPOCH, 1) : 0
  sim.seek(to)
  if (shared) Atomics.store(m.words, HEADER_EPOCH, epoch + 2)
  return {
    view: { ...viewAt(sim, to), ...(tell?.(sim, to) ?? { why: '', next: '' }) },
    changes: changesAt(sim, to, MAX_CHANGES),
    words: shared || from !== null ? null : m.words.slice(0, m.words[HEADER_NEXT_WORD]),
    delta: shared || from === null ? null : deltaBetween(sim, from, to),
  }
}

/** Every word that differs between two steps, as pairs (index, xor). */
function deltaBetween(sim: Simulation, from: number, to: number): Uint32Array {
  const a = sim.markAt(Math.min(from, to)).words
  const b = sim.markAt(Math.max(from, to)).words
  const pairs: number[] = []
  eachChange(sim.kernel.m.journal.words, a, b, (index, xor) => pairs.push(index, xor))
  return Uint32Array.from(pairs)
}

/** Looks at other moments and comes back. */
function keepingPlace<T>(sim: Simulation, look: () => T): T {
  const { at } = sim.kernel.m
  const result = look()
  sim.kernel.m.seek(at)
  return result
}

/** The text without the operation lines after the statement that the step belongs to. */
function textUpTo(sim: Simulation, source: string, step: number): string {
  const next = sim.lines.find((end) => end.first >= step && end.last > step)
  return next === undefined
    ? source
    : source
        .split('\n')
        .slice(0, next.line.line - 1)
        .join('\n')
}
