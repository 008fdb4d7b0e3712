/** A divergence in one sentence: the function, what it does on the side that lacks something, and what that side lacks. */
import { SITES } from '../../linux/include/site-texts.ts'
import type { BehaviourId } from '../../linux/profiles/behaviours.ts'
import { namedRules, whenOf } from '../../linux/profiles/rules.ts'
import {
  mmOfRow,
  OP_ACCESS,
  OP_ENTER,
  OP_MESSAGE,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  OP_WAKE,
  vpnOfRow,
} from '../../machine/trace.ts'
import { functionName, releaseOf } from '../calls.ts'
import type { Simulation } from '../simulation.ts'
import type { Comparison, Divergence } from './compare.ts'
import type { Place } from './differences.ts'
import type { Explanation } from './explain.ts'
import type { NearestKernel } from './nearest.ts'
import type { RunSide } from './sides.ts'
import type { StepPair, StepRef } from './steps.ts'
import { actorsIn, alignSteps, stepsOf } from './steps.ts'

/** What to say about a whole comparison. */
export interface Told {
  /** `First divergence at line 9, wp A[3]`. */
  readonly headline: string
  /** Function, rule and patch. */
  readonly sentence: string
}

/** The headline and the sentence about the first divergence. */
export function tellComparison(
  comparison: Comparison,
  explanation: Explanation | null,
  nearest: NearestKernel | null = null,
): Told {
  const { a, b, first, statements, counts } = comparison
  const isRecorded = a.sim === null || b.sim === null
  if (first === null) return { headline: agreement(comparison), sentence: '' }
  const text = `line ${first.line}, ${first.text}`
  const agree = `${counts.agrees} of ${statements.length} statements agree.`
  const only = `L${text.slice(1)}, differs`
  const seen = `${agree} ${counts.differs === 1 ? only : `First at ${text}`}`
  const headline = isRecorded ? seen : `First divergence at ${text}`
  const reasons = explanation?.first ?? []
  const help = nearest === null ? '' : ` ${tellNearest(nearest)}`
  const spokesman = tellingOne(comparison, first)
  const sentence = tellDivergence(comparison, spokesman, reasons)
  return { headline, sentence: `${sentence}${consequence(comparison, first, reasons)}${help}` }
}

/** What a program notices of it later: the first statement that ends otherwise, told of the same side. */
function consequence(
  comparison: Comparison,
  first: Divergence,
  reasons: readonly BehaviourId[],
): string {
  const told = lackingSide(comparison, reasons)
  if (told === null || first.kind === 'outcome') return ''
  const end = comparison.divergences.find(
    ({ kind, statement }) => kind === 'outcome' && statement > first.statement,
  )
  if (end === undefined) return ''
  const [here, there] = told === comparison.a ? [end.a, end.b] : [end.b, end.a]
  return ` So line ${end.line}, ${end.text}, ends ${here}, not ${there}.`
}

/** Where tables are missing, the lowest of them tells most: that is where an entry would stand. */
function tellingOne({ divergences }: Comparison, first: Divergence): Divergence {
  if (first.kind !== 'tables') return first
  const tables = divergences.filter((d) => d.statement === first.statement && d.kind === 'tables')
  return tables[tables.length - 1] ?? first
}

function agreement({ statements, counts }: Comparison): string {
  const hidden = counts.notObservable
  const rest = hidden === 0 ? '' : ` ${hidden} cannot be seen in the recording.`
  if (hidden === 0) return `All ${statements.length} statements agree.`
  return `${counts.agrees} of ${statements.length} statements agree.${rest}`
}

function tellNearest({ name, agrees, of, has }: NearestKernel): string {
  const rules = namedRules(has).map(({ id, rule }) => `${id} (${rule.replace(/\.$/, '')})`)
  const why = rules.length === 0 ? '' : ` What it does otherwise: ${rules.join('; ')}.`
  return `The model of ${name} agrees with ${agrees === of ? `all ${of}` : `${agrees} of ${of}`}.${why}`
}

/**
 * One divergence as a sentence.
 *
 * @param reasons behaviours that explain it; the sentence is told of the side that lacks the first of them
 */
export function tellDivergence(
  comparison: Comparison,
  divergence: Divergence,
  reasons: readonly BehaviourId[],
): string {
  const { a, b } = comparison
  const told = lackingSide(comparison, reasons)
  const isA = told === null ? a.sim !== null : told === a
  const [here, there] = isA ? [a, b] : [b, a]
  const fn = functionOf(comparison, divergence, here, there)
  const words = isA ? [divergence.a, divergence.b] : [divergence.b, divergence.a]
  const deed = deedOf(divergence, words[0] as string, words[1] as string, fn)
  if (told === null || reasons.length === 0) {
    return `${here.name}: ${fn.name} ${deed}. ${there.name}: ${words[1]}.`
  }
  return `${fn.name} ${deed}: ${lackOf(told, reasons)}.`
}

/** The side without the first of the behaviours. */
function lackingSide({ a, b }: Comparison, reasons: readonly BehaviourId[]): RunSide | null {
  const id = reasons[0]
  if (id === undefined || a.side.is !== 'kernel' || b.side.is !== 'kernel') return null
  return a.side.choice.behaviours[id] ? b : a
}

/** `v5.18 has no wp-none-pte (mm/shmem: …, v5.19)`, or that it was taken away. */
function lackOf(side: RunSide, reasons: readonly BehaviourId[]): string {
  const { choice } = side.side as Extract<RunSide['side'], { is: 'kernel' }>
  const [first, ...rest] = namedRules(reasons)
  if (first === undefined) return ''
  const isPart = first.id.includes('.')
  const taken = choice.patches.find(
    ({ id, present }) => !present && (id === first.id || (isPart && first.id.startsWith(`${id}.`))),
  )
  const rule = first.rule.replace(/\.$/, '')
  const says = `${isPart ? rule : (first.subject ?? rule)}, ${whenOf(first)}`
  const lack =
    taken === undefined
      ? `${side.name} has no ${first.id}`
      : `${taken.id} is taken away${taken.id === first.id ? '' : `, and with it ${first.id}`}`
  const has = (id: string): boolean => choice.behaviours[id as BehaviourId] ?? false
  const lacks = rest.filter(({ id }) => !has(id)).map(({ id }) => id)
  const owns = rest.filter(({ id }) => has(id)).map(({ id }) => id)
  const also = lacks.length === 0 ? '' : `, nor ${lacks.join(', ')}`
  const but = owns.length === 0 ? '' : `, but it has ${owns.join(', ')}`
  return `${lack} (${says})${also}${but}`
}

interface FunctionWords {
  /** `change_pte_range()`, or `the kernel` where no step tells. */
  readonly name: string
  /** The step that only the other side took. */
  readonly missing: StepRef | null
}

const TELLING = new Set([OP_SET, OP_TABLE, OP_SLEEP, OP_WAKE, OP_MESSAGE, OP_ACCESS])

/** Where the sides part: the function around the first step that changes something on one side only. */
function functionOf(
  comparison: Comparison,
  divergence: Divergence,
  here: RunSide,
  there: RunSide,
): FunctionWords {
  const sim = here.sim ?? there.sim
  if (sim === null) return { name: 'the kernel', missing: null }
  const { statement } = divergence
  const isAlone = here.sim === null || there.sim === null
  const blocks = isAlone ? [] : unalignedBlocks(comparison, statement, here === comparison.a)
  const telling =
    blocks.find(({ b }) => b.some(isTelling)) ?? blocks.find(({ a }) => a.some(isTelling))
  const setting = divergence.kind === 'call' ? null : settingStep(sim, divergence)
  // Where both sides change the entry in the same step, other steps that differ (locks, say) are not the cause.
  const block = telling ?? (setting === null ? blocks[0] : undefined)
  const step = block?.b[0] ?? block?.a[0] ?? setting
  if (step === null) return { name: 'the kernel', missing: null }
  const site = step.row.fn === 0 ? step.row.site : step.row.fn
  const side = block?.b.includes(step) === true ? there : here
  const { profile } = (side.sim ?? sim).choice
  return { name: `${functionName(site, releaseOf(profile))}()`, missing: block?.b[0] ?? null }
}

function isTelling({ row }: StepRef): boolean {
  return TELLING.has(row.op)
}

/** The last step of the statement that changed an entry of the place: both sides took it, with another result. */
function settingStep(sim: Simulation, { statement, place }: Divergence): StepRef | null {
  const steps = actorsIn([sim], statement).flatMap((who) => stepsOf(sim, statement, who))
  const sets = steps.filter(({ row }) => {
    if (row.op !== OP_SET) return false
    if (place === null) return true
    const mm = sim.kernel.m.find('mm', mmOfRow(row))
    const region = mm?.regions.find((one) => one.name === place.region)
    if (mm?.process !== place.process || region === undefined) return false
    const first = vpnOfRow(row) - region.start
    return first < place.first + place.count && place.first < first + Math.max(1, row.d)
  })
  return sets[sets.length - 1] ?? null
}

/** Consecutive steps that only one side took. */
interface Block {
  readonly a: readonly StepRef[]
  readonly b: readonly StepRef[]
}

/** The stretches of a statement where the sides part; `a` is the side that is told of. */
function unalignedBlocks(comparison: Comparison, statement: number, isA: boolean): Block[] {
  const { a, b } = comparison
  const [here, there] = isA ? [a.sim, b.sim] : [b.sim, a.sim]
  if (here === null || there === null) return []
  return actorsIn([here, there], statement).flatMap((who) =>
    blocksOf(alignSteps(stepsOf(here, statement, who), stepsOf(there, statement, who))),
  )
}

function blocksOf(pairs: readonly StepPair[]): Block[] {
  const blocks: { a: StepRef[]; b: StepRef[] }[] = []
  let isOpen = false
  for (const { a, b } of pairs) {
    const isCommon = a !== null && b !== null
    if (!isCommon && !isOpen) blocks.push({ a: [], b: [] })
    isOpen = !isCommon
    if (isCommon) continue
    const block = blocks[blocks.length - 1]
    if (a !== null) block?.a.push(a)
    if (b !== null) block?.b.push(b)
  }
  return blocks
}

/** `A[3]`, `A[0..511]`, `C’s A[0]`. */
export function placeWords(place: Place): string {
  const { process, region, first, count } = place
  const pages = count === 1 ? `${first}` : `${first}..${first + count - 1}`
  return `${process === 'main' ? '' : `${process}’s `}${region}[${pages}]`
}

/** What the function does here, and does otherwise there: a verb phrase. */
function deedOf(divergence: Divergence, here: string, there: string, fn: FunctionWords): string {
  const where = divergence.place === null ? '' : placeWords(divergence.place)
  const actor = divergence.actor ?? 'the actor'
  switch (divergence.kind) {
    case 'outcome':
      if (here === 'ok' && there === 'blocked') return `lets ${actor} go on unreported`
      if (here === 'blocked') return `blocks ${actor}, where the other goes on with ${there}`
      return `answers ${here}, not ${there}`
    case 'value':
      return `gives ${here}, not ${there}`
    case 'message':
      return here === 'no message' ? 'leaves no message to read' : `sends ${here}, not ${there}`
    case 'ranges':
      return `reports ${here}, not ${there}`
    case 'woken':
      return `wakes ${here}, not ${there}`
    case 'actors':
      return `leaves ${actor} ${here}, not ${there}`
    case 'pending':
      return `leaves ${here}, not ${there}`
    case 'tables':
      if (here.startsWith('no ')) return `makes ${here} for ${where}`
      return `leaves a ${here} for ${where}`
    case 'entry':
      return entryDeed(divergence, where, here, there)
    case 'page':
      return `maps ${here} at ${where}, not ${there}`
    case 'call':
      return wayDeed(divergence, fn)
  }
}

function entryDeed(divergence: Divergence, where: string, here: string, there: string): string {
  if (divergence.bits.length > 0 && here !== there) return `leaves ${bitsOf(here, where)}`
  if (here === 'none' && there === 'marker') return `leaves the none entry of ${where} empty`
  if (here === 'none') return `leaves nothing at ${where}, not a ${there}`
  return `leaves a ${here} at ${where}, not ${there === 'none' ? 'nothing' : `a ${there}`}`
}

/** `UFFD_WP set, RW clear, D clear` as `RW, D of A[0] clear, UFFD_WP set`. */
function bitsOf(words: string, where: string): string {
  const pairs = words.split(', ').map((word) => {
    const at = word.lastIndexOf(' ')
    return { bit: word.slice(0, at), state: word.slice(at + 1) }
  })
  const groups = ['clear', 'set'].flatMap((state) => {
    const bits = pairs.filter((pair) => pair.state === state).map(({ bit }) => bit)
    return bits.length === 0 ? [] : [{ bits: bits.join(', '), state }]
  })
  return groups
    .map(({ bits, state }, i) => `${bits}${i === 0 ? ` of ${where}` : ''} ${state}`)
    .join(' and ')
}

function wayDeed(divergence: Divergence, { missing }: FunctionWords): string {
  const site = missing === null ? undefined : SITES[missing.row.site]
  if (missing === null || site === undefined)
    return `takes another way: ${divergence.a}, ${divergence.b}`
  return missing.row.op === OP_ENTER ? `does not call ${site.fn}()` : `has no “${site.title}”`
}
