/** Reads `ask [PROCESS:] A[i] BIT,… TEXT`: a few words, then a text that goes to the end of the line as it stands. */

import { list, page } from './args.ts'
import { ASKED } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { accept, cursorAt, fail, peek } from './cursor.ts'
import type { Diagnostic } from './diagnostics.ts'
import { diagnosticAt } from './diagnostics.ts'
import type { ReadLine } from './read-line.ts'
import type { Word } from './tokens.ts'
import { endOf, isBlank, trimBlanks } from './tokens.ts'
import { isName } from './words.ts'

/** Words that stand before the text: `ask`, perhaps a process, the page, what is asked. */
const MOST_WORDS = 4

/** The line as a question, or null if it is none. */
export function readAskLine(text: string, line: number): ReadLine | null {
  const words = firstWords(text)
  const first = words[0]
  if (first === undefined || first.text !== 'ask') return null
  const last = words[words.length - 1] as Word
  const c = cursorAt(line, words, endOf(last))
  accept(c, first, 'header')
  const process = readProcess(c)
  const asked = process === undefined ? undefined : readAsked(c)
  if (process === undefined || asked === undefined) return answer(c, null, c.problem)
  const end = endOf(words[c.next - 1] as Word)
  const rest = trimBlanks(text.slice(end - 1))
  if (rest === '') {
    const span = { line, column: end, length: 0 }
    return answer(c, null, diagnosticAt(span, 'the end of the line', 'the question'))
  }
  c.marks.push({ column: text.indexOf(rest, end - 1) + 1, length: rest.length, is: 'text' })
  return answer(c, { kind: 'ask', line, process, ...asked, text: rest }, null)
}

function answer(c: Cursor, line: ReadLine['line'], problem: Diagnostic | null): ReadLine {
  const diagnostics = problem === null ? [] : [problem]
  return { line, diagnostics, marks: c.marks, wants: c.wants, operations: 0, header: null }
}

/** The process before the page; null where none stands, undefined where what stands there is no name. */
function readProcess(c: Cursor): string | null | undefined {
  const next = peek(c, { is: 'name', of: 'region', form: 'page' })
  if (next === undefined || !next.text.endsWith(':')) return null
  const name = next.text.slice(0, -1)
  if (!isName(name)) return fail(c, "a process's name before the colon")
  accept(c, next, 'actor')
  return name
}

const asPage = page('region')
const asAsked = list(ASKED, 'what is asked')

function readAsked(c: Cursor) {
  const where = asPage(c)
  const asked = where === undefined ? undefined : asAsked(c)
  return where === undefined || asked === undefined ? undefined : { page: where, asked }
}

/** Words by blanks alone: the text behind them may hold anything. */
function firstWords(text: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (words.length < MOST_WORDS) {
    while (at < text.length && isBlank(text.charAt(at))) at++
    if (at === text.length) break
    const start = at
    while (at < text.length && !isBlank(text.charAt(at))) at++
    words.push({ text: text.slice(start, at), column: start + 1 })
  }
  return words
}
