/**
 * The answers to a lesson's questions, from the machine: what an entry is before and after an operation, and what a
 * wrong answer would have led to.
 */
import type { Asked, AskLine, OperationLine, Verb } from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'
import { pte_none, pte_present } from '../linux/arch/x86/include/pgtable.ts'
import { is_pte_marker } from '../linux/include/swapops.ts'
import type { Pte } from '../machine/entry.ts'
import { ACCESSED, DIRTY, PRESENT, RW, SOFTW2, SOFTW5_HI } from '../machine/entry.ts'
import { observe } from '../machine/mmu.ts'
import type { Mm } from '../machine/records.ts'
import type { EntryRef } from '../machine/units.ts'
import type { PageOf, PagesNow } from './page-facts.ts'
import { prepare } from './run-text.ts'
import type { LineEnd, Simulation } from './simulation.ts'

/** What an answer can be: '0' or '1' for a bit, a word for the others. */
export type AskedValue = string

export interface Answer {
  readonly asked: Asked
  readonly before: AskedValue
  readonly after: AskedValue
}

/** An entry at one moment; null while its table does not exist. */
export interface AskedEntry {
  readonly entry: number
  readonly lo: number
  readonly hi: number
}

export interface Question {
  readonly line: number
  readonly text: string
  readonly process: string
  readonly page: string
  /** The operation that the question is about. */
  readonly operation: string
  /** Steps before and after it. */
  readonly first: number
  readonly last: number
  readonly entryBefore: AskedEntry | null
  readonly entryAfter: AskedEntry | null
  readonly answers: readonly Answer[]
}

/** All questions of a scenario that has run to its end, in order; the machine may stand anywhere and is put back. */
export function questionsOf(
  sim: Simulation,
  asks: readonly AskLine[],
  operations: readonly OperationLine[],
): Question[] {
  const { at } = sim.kernel.m
  const found: Question[] = []
  for (const ask of asks) {
    const index = operations.findIndex((operation) => operation.line > ask.line)
    const end = sim.lines[index]
    if (end !== undefined) found.push(questionOf(sim, ask, end))
  }
  sim.kernel.m.seek(at)
  return found
}

function questionOf(sim: Simulation, ask: AskLine, end: LineEnd): Question {
  const process = ask.process ?? 'main'
  sim.seek(end.first)
  const before = entryOf(sim, process, ask)
  sim.seek(end.last)
  const after = entryOf(sim, process, ask)
  const outcome = end.ends[0]?.outcome ?? 'ok'
  return {
    line: ask.line,
    text: ask.text,
    process,
    page: `${ask.page.name}[${ask.page.index}]`,
    operation: end.line.text,
    first: end.first,
    last: end.last,
    entryBefore: before,
    entryAfter: after,
    answers: ask.asked.map((asked) => ({
      asked,
      before: asked === 'OUTCOME' ? '' : valueIn(before, asked),
      after: asked === 'OUTCOME' ? outcome : valueIn(after, asked),
    })),
  }
}

function entryOf(sim: Simulation, process: string, ask: AskLine): AskedEntry | null {
  const { m } = sim.kernel
  const mm = m.all('mm').find((one: Mm) => one.process === process && one.alive)
  const region = mm?.regions.find((one) => one.name === ask.page.name)
  if (mm === undefined || region === undefined) return null
  const end = observe(m.words, mm.pgd, region.start + ask.page.index)
  return end.level === 1 ? { entry: end.entry, lo: end.pte.lo, hi: end.pte.hi } : null
}

const BITS: Readonly<Record<Exclude<Asked, 'KIND' | 'OUTCOME'>, number>> = {
  P: PRESENT,
  RW,
  A: ACCESSED,
  D: DIRTY,
  UFFD_WP: SOFTW2,
}

/** A bit of an entry that is not present is 0; a marker and a swap entry have no hardware bits. */
function valueIn(entry: Pte | null, asked: Exclude<Asked, 'OUTCOME'>): AskedValue {
  if (asked === 'KIND') return kindOf(entry)
  if (entry === null || !pte_present(entry)) return '0'
  const isSavedDirty = asked === 'D' && (entry.hi & SOFTW5_HI) !== 0
  return (entry.lo & BITS[asked]) !== 0 || isSavedDirty ? '1' : '0'
}

function kindOf(entry: Pte | null): AskedValue {
  if (entry === null || pte_none(entry)) return 'none'
  if (pte_present(entry)) return 'present'
  return is_pte_marker(entry) ? 'marker' : 'swap'
}

/** Where a run with the claimed bits parts from the real one. */
export interface Consequence {
  /** The first statement that ends otherwise, with both ends in words; null: nothing would be noticed in this scenario. */
  readonly parts: Parting | null
}

export interface Parting {
  readonly line: number
  readonly text: string
  readonly actor: string
  readonly verb: Verb
  readonly really: string
  readonly claimed: string
  /** The page that was asked about, right after that statement. */
  readonly reallyThen: PagesNow
  readonly claimedThen: PagesNow
}

/** Takes the picture of some pages from a run that stands at its end. */
export type Look = (sim: Simulation, pages: readonly PageOf[]) => PagesNow

/**
 * What a wrong answer would lead to: the scenario is run again, the entry is given the claimed bits after the operation,
 * and the rest is run on it. Only bits of a present entry, and none in its place, can be claimed.
 */
export function consequenceOf(
  source: string,
  line: number,
  claimed: Readonly<Partial<Record<Asked, AskedValue>>>,
  look: Look,
): Consequence {
  const real = prepare(source)
  const other = prepare(source)
  if ('diagnostics' in real || 'diagnostics' in other) return { parts: null }
  const ask = real.text.scenario.lines.find(
    (l): l is AskLine => l.kind === 'ask' && l.line === line,
  )
  const index = real.operations.findIndex((operation) => operation.line > line)
  if (ask === undefined || index < 0) return { parts: null }
  for (const [i, operation] of real.operations.entries()) {
    const really = endInWords(real.sim.run(operation))
    const claims = endInWords(other.sim.run(operation))
    if (i === index) claim(other.sim, ask, claimed)
    const [statement] = operation.statements
    if (i > index && really !== claims && statement !== undefined) {
      const { line: at, text } = operation
      const actor = actorOf(statement)
      const verb = statement.op.verb
      const reallyThen = look(real.sim, [ask.page])
      const claimedThen = look(other.sim, [ask.page])
      return {
        parts: { line: at, text, actor, verb, really, claimed: claims, reallyThen, claimedThen },
      }
    }
  }
  return { parts: null }
}

function claim(
  sim: Simulation,
  ask: AskLine,
  claimed: Readonly<Partial<Record<Asked, AskedValue>>>,
): void {
  const entry = entryOf(sim, ask.process ?? 'main', ask)
  if (entry === null) return
  let { lo, hi } = entry
  for (const [asked, value] of Object.entries(claimed) as [Asked, AskedValue][]) {
    if (asked === 'KIND' && value === 'none') {
      lo = 0
      hi = 0
    } else if (asked !== 'KIND' && asked !== 'OUTCOME' && pte_present({ lo, hi })) {
      lo = (value === '1' ? lo | BITS[asked] : lo & ~BITS[asked]) >>> 0
    }
  }
  sim.kernel.m.setPte(entry.entry as EntryRef, { lo, hi })
  sim.kernel.m.settle()
}

function endInWords(end: LineEnd): string {
  return end.ends
    .map((one) => {
      if (one.value !== undefined) return `${one.outcome}, reads ${one.value ?? 'nothing'}`
      return one.outcome
    })
    .join(' || ')
}
