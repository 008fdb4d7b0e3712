/**
 * Every interleaving of one line, piece by piece: call `advance` until it says that it is done, look at `progress`, take
 * the `result` at any time.
 *
 * All states are visited, to find outcomes and to count schedules: their number is that of the ways through the graph of
 * states, so no way is ever walked alone. Where there are very many, that search pauses, and one with the reduction finds
 * all outcomes on as few states as will do; then the counting goes on, as far as the bounds let it.
 */
import type { OperationLine } from '../lang/ast.ts'
import type { Prepared } from '../sim/run-text.ts'
import type { LineEnd, Simulation } from '../sim/simulation.ts'
import { Driver } from './drive.ts'
import { Ends } from './ends.ts'
import { Futures } from './futures.ts'
import { Line } from './line.ts'
import { Monitors } from './monitors.ts'
import { Promises, promisesAfter, storedPages } from './promises.ts'
import type { ExploreResult } from './result.ts'
import type { Bounds, Limit } from './search.ts'
import { Search } from './search.ts'
import { Shard } from './shard.ts'
import { Slots } from './slots.ts'
import { Chunks } from './states.ts'
import { resultOf } from './summary.ts'

export interface ExploreOptions {
  readonly bounds?: Partial<Bounds>
  /** Leave out orders that make no difference, while looking for outcomes. Default: on. */
  readonly reduction?: boolean
  /** So many states are looked at before the reduction is worth its price; 0: it comes first. */
  readonly unreduced?: number
  /** Let threads forget what they do not need. Default: on; off only to test that it makes no difference. */
  readonly forget?: boolean
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number
  /** Which part of how many. Default: all. */
  readonly shard?: { readonly index: number; readonly of: number }
}

export interface Progress {
  readonly phase: 'reduced' | 'all' | 'done'
  readonly states: number
  readonly transitions: number
  readonly frontier: number
}

const BATCH = 256
/**
 * A reduced search costs three times as much a step as a full one and often takes half of its steps: it is for those
 * that a full one cannot finish.
 */
const UNREDUCED = 1_000_000
const NO_BOUNDS: Bounds = {
  states: 5_000_000,
  milliseconds: Number.POSITIVE_INFINITY,
  preemptions: Number.POSITIVE_INFINITY,
}

export class Exploration {
  readonly line: Line
  readonly slots: Slots
  readonly driver: Driver
  readonly monitors: Monitors
  /** Shared by all searches: what is learnt of a step names them. */
  private readonly chunks = new Chunks()
  readonly ends: Ends
  readonly options: ExploreOptions
  search: Search
  reduced: Search | null = null
  shard: Shard | null = null
  /** The full search, while the reduced one is under way. */
  private paused: Search | null = null
  private readonly pauseAt: { readonly states: number; readonly milliseconds: number } | null
  private phase: 'reduced' | 'all' | 'done'
  private readonly futures = new Futures()
  private readonly bounds: Bounds
  private readonly startedAt: number

  /** @param prepared at its beginning: the lines in front of `line` are run here */
  constructor(prepared: Prepared, line: OperationLine, options: ExploreOptions) {
    this.options = options
    this.startedAt = options.clock()
    this.bounds = { ...NO_BOUNDS, ...options.bounds }
    const { sim, operations } = prepared
    const before = operations.slice(0, operations.indexOf(line))
    for (const earlier of before) sim.run(earlier)
    const pages = storedPages(sim.kernel, line.statements)
    const kept = promised(sim, before, pages)
    this.line = new Line(sim, line, options.forget ?? true)
    this.slots = new Slots(this.line.kernel.m)
    const promises = new Promises(this.line.kernel, this.slots, line.statements, pages, kept)
    this.monitors = new Monitors(this.line.kernel, this.slots, promises)
    this.driver = new Driver(this.line, this.slots, this.monitors)
    this.ends = new Ends(this)
    // A reduction may choose the very thread that a bound on preemptions forbids.
    const isBounded = this.bounds.preemptions !== Number.POSITIVE_INFINITY
    const isReduced = (options.reduction ?? true) && options.shard === undefined && !isBounded
    const states = Math.min(options.unreduced ?? UNREDUCED, this.bounds.states)
    this.pauseAt = isReduced ? { states, milliseconds: this.bounds.milliseconds / 2 } : null
    this.phase = 'all'
    this.search = this.newSearch(null)
  }

  private newSearch(futures: Futures | null): Search {
    const search = new Search(this.line, this.slots, this.driver, this.chunks, this.bounds, futures)
    if (futures === null && this.options.shard !== undefined) {
      this.shard = new Shard(search, this.options.shard)
    }
    return search
  }

  get seconds(): number {
    return (this.options.clock() - this.startedAt) / 1000
  }

  get progress(): Progress {
    const { states, transitions, frontier } = this.search
    return { phase: this.phase, states: states.count, transitions, frontier }
  }

  /**
   * Goes on for about so many milliseconds.
   *
   * @returns false when there is nothing left to do, or a bound was hit
   */
  advance(milliseconds: number): boolean {
    const { clock } = this.options
    const until = clock() + milliseconds
    while (this.phase !== 'done') {
      const spent = clock() - this.startedAt
      if (spent > this.bounds.milliseconds) {
        this.end('milliseconds')
        break
      }
      if (this.isTimeToReduce(spent)) this.reduce()
      if (!this.search.advance(BATCH)) this.nextPhase()
      if (clock() >= until) break
    }
    return this.phase !== 'done'
  }

  /** Ends the search where it is. */
  stop(): void {
    if (this.phase !== 'done') this.end('stopped')
  }

  private end(limit: Limit): void {
    if (this.paused !== null) this.search = this.paused
    this.paused = null
    this.search.limit = limit
    this.phase = 'done'
  }

  private isTimeToReduce(spent: number): boolean {
    const { pauseAt, search } = this
    if (pauseAt === null || this.reduced !== null || this.paused !== null) return false
    return search.states.count > pauseAt.states || spent > pauseAt.milliseconds
  }

  private reduce(): void {
    this.paused = this.search
    this.futures.update(this.driver.conts)
    this.phase = 'reduced'
    this.search = this.newSearch(this.futures)
  }

  private nextPhase(): void {
    const { limit } = this.search
    if (this.paused === null) {
      if (limit === 'states' && this.pauseAt !== null && this.reduced === null) this.reduce()
      else this.phase = 'done'
      return
    }
    if (limit !== null) {
      this.end(limit)
      return
    }
    if (this.futures.update(this.driver.conts)) {
      this.search = this.newSearch(this.futures)
      return
    }
    this.reduced = this.search
    this.search = this.paused
    this.paused = null
    this.phase = 'all'
  }

  result(): ExploreResult {
    return resultOf(this)
  }
}

/** What the lines in front, which have run, have promised about the pages. */
function promised(
  sim: Simulation,
  before: readonly OperationLine[],
  pages: readonly { readonly mm: number; readonly vpn: number }[],
): Set<string> {
  let promises = new Set<string>()
  if (pages.length === 0) return promises
  for (const [i, earlier] of before.entries()) {
    const end = sim.lines[i] as LineEnd
    const statements = earlier.statements.map((statement, s) => ({
      statement,
      isOk: end.ends[s]?.outcome === 'ok',
    }))
    sim.seek(end.last)
    promises = promisesAfter(sim.kernel, statements, promises, pages)
  }
  return promises
}

/** All of it at once. */
export function explore(
  prepared: Prepared,
  line: OperationLine,
  options: ExploreOptions,
): ExploreResult {
  const exploration = new Exploration(prepared, line, options)
  while (exploration.advance(1000));
  return exploration.result()
}
