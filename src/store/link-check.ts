/**
 * Does a link replay alike? It carries the digest of the state it ended in (`d`), a letter for the end of each statement
 * (`e`), and the kernel it ran on where its text names none (`k`): enough to say where the two runs part.
 */
import type { LinkView } from '../lang/url.ts'
import type { Run, StatementEnd } from '../protocol/messages.ts'
import { kernelOf } from './text.ts'

export interface Verdict {
  readonly kind: 'alike' | 'upgraded'
  /** A whole sentence, or several. */
  readonly says: string
}

/** A link has room for so many letters; a longer scenario is checked by its digest alone. */
const MOST_LETTERS = 120
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The parameters by which a run can be checked later. */
export function checkOf(run: Run, text: string): Readonly<Record<string, string>> {
  const letters = run.statements.length <= MOST_LETTERS ? lettersOf(run.statements) : ''
  return {
    d: run.digest,
    ...(letters === '' ? {} : { e: letters }),
    ...(kernelOf(text).version === null ? { k: run.kernel } : {}),
  }
}

/** Compares a run with what its link says of it; null for a link without a digest. */
export function verdictOf(run: Run, text: string, link: LinkView): Verdict | null {
  const digest = link['d']
  if (digest === undefined) return null
  if (digest === run.digest) {
    return { kind: 'alike', says: `Replayed alike: ${run.steps} steps, digest ${digest}` }
  }
  return { kind: 'upgraded', says: `${kernelChange(run, text, link)}${firstChange(run, link)}` }
}

function kernelChange(run: Run, text: string, link: LinkView): string {
  const kernel = link['k']
  if (kernel === undefined || kernel === run.kernel || kernelOf(text).version !== null) return ''
  return `The text names no kernel: it was shared with ${kernel.slice(0, 20)} and now runs with ${run.kernel}. `
}

function firstChange(run: Run, link: LinkView): string {
  const shared = link['e'] ?? ''
  const now = lettersOf(run.statements)
  const at = Array.from(now).findIndex((letter, index) => letter !== shared[index])
  const first = run.statements[at]
  if (shared.length !== now.length) return 'The state at the end is not the one that was shared.'
  if (first === undefined) {
    return 'Every statement ends as it did when it was shared, but the tables at the end differ.'
  }
  return `The first statement that ends otherwise is line ${first.line}, ${first.text}: now ${endOf(first)}.`
}

function endOf({ outcome, value }: StatementEnd): string {
  return value === null ? outcome : `${outcome} with ${value}`
}

function lettersOf(statements: readonly StatementEnd[]): string {
  return statements.map(letterOf).join('')
}

/** One of 64 letters by outcome, value, message and who was woken. */
function letterOf({ outcome, value, message, woken }: StatementEnd): string {
  const text = JSON.stringify([outcome, value, message, woken])
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return LETTERS[(hash ^ (hash >>> 11) ^ (hash >>> 22)) & 63] ?? ''
}
