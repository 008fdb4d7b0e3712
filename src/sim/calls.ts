/**
 * The call tree of a statement: the kernel functions that were entered, by actor and depth, named as the simulated
 * release names them. What the recordings hold as `calls`.
 */
import type { Release } from '../base/release.ts'
import { releaseNumber } from '../base/release.ts'
import { SITES } from '../linux/include/site-texts.ts'
import type { Profile } from '../linux/profiles/index.ts'
import { OP_ENTER, opAt, rowAt } from '../machine/trace.ts'
import type { LineEnd, Simulation } from './simulation.ts'

/** Actor, depth (0: called from user mode), function. */
export type CallRecord = readonly [actor: string, depth: number, fn: string]

/** Functions entered in steps `[first, last)`: actor, depth, site. */
export function callsIn(
  rows: Uint32Array,
  first: number,
  last: number,
): { actor: number; depth: number; site: number }[] {
  const calls = []
  for (let step = first; step < last; step++) {
    if (opAt(rows, step) !== OP_ENTER) continue
    const { actor, depth, site } = rowAt(rows, step)
    calls.push({ actor, depth, site })
  }
  return calls
}

/**
 * The calls of one line, as that kernel's own tracer would name them. What the monitor does by itself (`serve`) is under
 * the name `serve`, as in the recordings.
 */
export function callTree(sim: Simulation, end: LineEnd): CallRecord[] {
  const release = releaseOf(sim.choice.profile)
  const acts = new Set([...end.ends, ...end.woken].map((one) => one.actor))
  const calls = callsIn(sim.kernel.trace.rows, end.first, end.last)
  return withoutYounger(calls, release).map(({ actor, depth, site }) => {
    const name = sim.kernel.m.find('task', actor)?.name ?? `actor ${actor}`
    const who = name === 'monitor' && !acts.has(name) ? 'serve' : name
    return [who, depth, functionName(site, release)]
  })
}

interface SiteCall {
  readonly actor: number
  readonly depth: number
  readonly site: number
}

/** Without functions that this release has not yet: what they do stood in their callers. */
function withoutYounger(calls: readonly SiteCall[], release: Release): SiteCall[] {
  const kept: SiteCall[] = []
  const hidden = new Map<number, number[]>()
  for (const call of calls) {
    const open = (hidden.get(call.actor) ?? []).filter((depth) => depth < call.depth)
    const isYounger = !existsIn(call.site, release)
    if (!isYounger) kept.push({ ...call, depth: call.depth - open.length })
    hidden.set(call.actor, isYounger ? [...open, call.depth] : open)
  }
  return kept
}

/** Does the release have what the site is about? */
export function existsIn(site: number, release: Release): boolean {
  const since = SITES[site]?.releases.match(/^v[\d.]+/)?.[0]
  return since === undefined || releaseNumber(since) <= release
}

/** The release that a profile is, or that a stable one grew from. */
export function releaseOf(profile: Profile): Release {
  return releaseNumber(profile.name)
}

/** What the function of a site is called in that release. */
export function functionName(site: number, release: Release): string {
  const found = SITES[site]
  if (found === undefined) return 'unknown'
  const { was } = found
  return was !== null && release <= releaseNumber(was.until) ? was.fn : found.fn
}
