/** What a lesson says of an answer: in a headline, beside a bit, and of what a wrong one would have led to. */
import type { Asked } from '../lang/ast.ts'
import type { Answer, AskedEntry, Parting, Question } from '../sim/lesson.ts'
import type { PagesNow } from '../sim/page-facts.ts'

/** What the person answers, by what is asked; what is not there has not been answered. */
export type Claim = Readonly<Partial<Record<Asked, string>>>

/** A bit's place and names, for the columns of a prediction. */
export interface BitName {
  readonly bit: number
  /** At the head of its column. */
  readonly short: string
  /** Below it, where it is asked. */
  readonly word: string
  readonly asked: Asked | null
}

const bitName = (
  bit: number,
  short: string,
  word: string,
  asked: Asked | null = null,
): BitName => ({
  bit,
  short,
  word,
  asked,
})

/** The twelve low bits, high to low, as they are written. */
export const BIT_NAMES: readonly BitName[] = [
  bitName(11, 'SD', 'soft-dirty'),
  bitName(10, 'UW', 'uffd-wp', 'UFFD_WP'),
  bitName(9, 'SP', 'special'),
  bitName(8, 'G', 'global'),
  bitName(7, 'PT', 'PAT'),
  bitName(6, 'D', 'dirty', 'D'),
  bitName(5, 'A', 'accessed', 'A'),
  bitName(4, 'CD', 'cache disabled'),
  bitName(3, 'WT', 'write-through'),
  bitName(2, 'US', 'user'),
  bitName(1, 'RW', 'writable', 'RW'),
  bitName(0, 'P', 'present', 'P'),
]

/** `you say set`, `stays 0`: what a value means for a bit that was `before`. */
export function changeWord(before: string, after: string): string {
  if (before === after) return `stays ${after}`
  return after === '1' ? 'set' : 'cleared'
}

export interface Choice {
  readonly value: string
  readonly title: string
  readonly says: string
}

export const KIND_CHOICES: readonly Choice[] = [
  { value: 'none', title: 'none', says: 'all 64 bits are zero' },
  { value: 'present', title: 'present', says: 'it maps a page' },
  { value: 'marker', title: 'pte marker', says: 'no page, but not forgotten' },
  { value: 'swap', title: 'swapped out', says: 'it names a place in swap' },
]

/** An outcome as it is asked for: `ok`, `blocked`, a signal, or any errno. */
export function outcomeClass(outcome: string): string {
  if (outcome === 'ok' || outcome === 'blocked') return outcome
  return outcome.startsWith('SIG') ? 'signal' : 'errno'
}

const ACCESSES: ReadonlySet<string> = new Set(['read', 'write'])

/** The verb of a statement's text, without its actor. */
export function verbOf(operation: string): string {
  return operation.replace(/^\w+:\s*/, '').split(/\s/)[0] ?? ''
}

/** A load or a store, as against a call. */
export function isAccess(operation: string): boolean {
  return ACCESSES.has(verbOf(operation))
}

/** What a question about the outcome offers: what such a statement can come to at all. */
export function outcomeChoices(operation: string): readonly Choice[] {
  const isLoadOrStore = isAccess(operation)
  return [
    {
      value: 'ok',
      title: 'goes through',
      says: isLoadOrStore ? 'nobody has to wait' : 'the call succeeds',
    },
    { value: 'blocked', title: 'waits', says: 'for the monitor’s answer' },
    isLoadOrStore
      ? { value: 'signal', title: 'is killed', says: 'by SIGSEGV or SIGBUS' }
      : { value: 'errno', title: 'fails', says: 'with an error' },
  ]
}

/** The true answer in the form in which it is claimed. */
export function trueValue({ asked, after }: Answer): string {
  return asked === 'OUTCOME' ? outcomeClass(after) : after
}

export function isRight(answer: Answer, claim: Claim): boolean {
  return claim[answer.asked] === trueValue(answer)
}

/** The answers that were claimed, and wrongly. */
export function wrongOnes(question: Question, claim: Claim): readonly Answer[] {
  return question.answers.filter(
    (answer) => claim[answer.asked] !== undefined && !isRight(answer, claim),
  )
}

const SUBJECT: Readonly<Partial<Record<Asked, string>>> = {
  P: 'the present bit',
  RW: 'the write bit',
  A: 'the accessed bit',
  D: 'the dirty bit',
  UFFD_WP: 'uffd-wp',
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  none: 'none',
  present: 'present',
  marker: 'a pte marker',
  swap: 'a swap entry',
}

/** One true change as a clause: `the write bit stays 0`. */
function clauseOf({ asked, before, after }: Answer, question: Question): string {
  const { operation, entryBefore } = question
  if (asked === 'KIND') {
    const word = KIND_WORDS[after] ?? after
    if (before === after) return after === 'none' ? 'the entry stays none' : `it is still ${word}`
    return after === 'none' ? 'nothing is left: none' : `the entry becomes ${word}`
  }
  if (asked === 'OUTCOME') {
    const verb = verbOf(operation)
    const subject = isAccess(operation) ? `the ${verb}` : `${verb}`
    const does: Record<string, string> = {
      ok: 'goes through',
      blocked: 'waits for the monitor',
      signal: `is killed by ${after}`,
      errno: `fails with ${after}`,
    }
    return `${subject} ${does[outcomeClass(after)] ?? after}`
  }
  const subject = SUBJECT[asked] ?? asked
  // In a marker or a swap entry the bit is another: there was nothing to stay or to be cleared.
  if (after === '0' && isNote(entryBefore)) return `${subject} is clear`
  if (before === after) return `${subject} stays ${after}`
  return after === '1' ? `${subject} is set` : `${subject} is cleared`
}

/** Neither none nor present: a marker or a swap entry. */
function isNote(entry: AskedEntry | null): boolean {
  return entry !== null && (entry.lo !== 0 || entry.hi !== 0) && (entry.lo & 1) === 0
}

/** The headline of an answer, from what truly changed: of what was wrong alone, if something was. */
export function headlineOf(question: Question, claim: Claim): string {
  const wrong = wrongOnes(question, claim)
  const told = wrong.length > 0 ? wrong : question.answers
  const clauses = told.map((answer) => clauseOf(answer, question))
  const last = clauses.pop() ?? ''
  const all = clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`
  // The name of a bit keeps its small letter.
  return all.startsWith('uffd-wp') ? all : all.charAt(0).toUpperCase() + all.slice(1)
}

/** `If RW were 1`, `If it were none`. */
export function supposition(claimed: Claim): string {
  const parts = Object.entries(claimed).map(([asked, value]) =>
    asked === 'KIND'
      ? `the entry were ${KIND_WORDS[value] ?? value}`
      : `${nameOf(asked)} were ${value}`,
  )
  return `If ${parts.join(' and ')}`
}

/** `As it is, RW is 0`. */
export function fact(question: Question, claimed: Claim): string {
  const parts = question.answers
    .filter(({ asked }) => claimed[asked] !== undefined)
    .map(({ asked, after }) =>
      asked === 'KIND'
        ? `the entry is ${KIND_WORDS[after] ?? after}`
        : `${nameOf(asked)} is ${after}`,
    )
  return `As it is, ${parts.join(' and ')}`
}

function nameOf(asked: string): string {
  return asked === 'UFFD_WP' ? 'uffd-wp' : asked
}

/** What the machine can be given in the place of the truth: bits of a present entry, or nothing at all. */
export function claimable(question: Question, claim: Claim): Claim {
  const isPresent = question.entryAfter !== null && (question.entryAfter.lo & 1) === 1
  const can = wrongOnes(question, claim).filter(({ asked }) =>
    asked === 'KIND'
      ? claim.KIND === 'none' && question.entryAfter !== null
      : asked !== 'OUTCOME' && isPresent,
  )
  return Object.fromEntries(can.map(({ asked }) => [asked, claim[asked] as string]))
}

/** The opposite of a right answer, for the curious: the first bit turned over, or nothing in place of an entry. */
export function opposite(question: Question): Claim {
  for (const { asked, after } of question.answers) {
    const other: Claim =
      asked === 'KIND'
        ? { KIND: 'none' }
        : asked === 'OUTCOME'
          ? {}
          : { [asked]: after === '1' ? '0' : '1' }
    const can = claimable(question, other)
    if (Object.keys(can).length > 0) return can
  }
  return {}
}

/** Whether the processes that map a page map the same frame: then each sees what another writes. */
function sharing({ pages }: PagesNow): string {
  const mapped = pages.filter(({ isMapped }) => isMapped)
  if (mapped.length < 2) return ''
  const pfns = new Set(mapped.map(({ frame }) => frame?.pfn))
  if (pfns.size === mapped.length) return 'Each process has a frame of its own.'
  return pfns.size === 1 ? 'All map one frame: what one writes, the others read.' : ''
}

export interface EndWords {
  /** A few words in bold: `C reads 2.` */
  readonly head: string
  readonly says: string
}

/** How the statement at which two runs part ends in one of them. */
export function endWords(
  { actor, verb, text }: Parting,
  end: string,
  other: string,
  now: PagesNow,
): EndWords {
  const [outcome = '', value] = end.split(', reads ')
  const [otherOutcome = ''] = other.split(', reads ')
  const does: Readonly<Record<string, string>> = { read: 'read', write: 'write' }
  const act = does[verb]
  const object =
    act === undefined ? `${actor}’s \`${text.replace(/^\w+:\s*/, '')}\`` : `${actor}’s ${act}`
  if (outcome === 'blocked') {
    return { head: `${object} waits.`, says: 'The monitor gets a message and can answer it.' }
  }
  if (outcome === 'ok' && value !== undefined) {
    return { head: `${actor} reads ${value}.`, says: sharing(now) }
  }
  if (outcome === 'ok') {
    const says =
      otherOutcome === 'blocked' ? 'No message is sent: the monitor never hears of it.' : ''
    return { head: `${object} goes through.`, says }
  }
  if (outcome === 'EBLOCKED') {
    return { head: `${actor} cannot run.`, says: 'It still waits for the monitor.' }
  }
  if (outcome === 'EAGAIN' && verb === 'poll') {
    return { head: 'There is no message.', says: 'Nobody has told the monitor anything.' }
  }
  return { head: `${object} ends with ${outcome}.`, says: '' }
}
