/** Text in, syntax tree and diagnostics out. Whether names exist and ranges fit is for `check.ts`. */

import { utf8Length } from '../base/utf8.ts'
import type { Line, Scenario } from './ast.ts'
import type { Diagnostic } from './diagnostics.ts'
import { diagnosticAt, quote } from './diagnostics.ts'
import type { HeaderWord } from './header.ts'
import { LIMITS } from './limits.ts'
import { readLine } from './parse-line.ts'
import { splitLines, tokenize } from './tokens.ts'

export interface Parsed {
  /** The lines that could be read, in their order; lines with an error are left out. */
  readonly scenario: Scenario
  /** Every error, in the order of the text. A scenario with an error must not run. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Parses a whole text, in linear time.
 *
 * Reports every bad line, with two exceptions: a text that is too long is not read at all, or only up to the limit of
 * statements; and of a text in another version of the language only the version is reported.
 */
export function parse(text: string): Parsed {
  // The length in UTF-16 units is a lower bound of the bytes, and known at once.
  const bytes = text.length > LIMITS.textBytes ? text.length : utf8Length(text)
  if (bytes > LIMITS.textBytes) return refuse(tooLong(text))
  const lines: Line[] = []
  const diagnostics: Diagnostic[] = []
  const seen = new Map<HeaderWord, number>()
  let operations = 0
  for (const [i, source] of splitLines(text).entries()) {
    const line = i + 1
    const read = readLine(source, line)
    const misplaced = checkHeader(read.header, source, line, seen, operations)
    if (misplaced !== null) diagnostics.push(misplaced)
    for (const diagnostic of read.diagnostics) {
      if (read.header === 'scenario' && namesVersion(source)) return refuse(diagnostic)
      diagnostics.push(diagnostic)
    }
    operations += read.operations
    if (operations > LIMITS.statements) {
      diagnostics.push(tooMany(source, line))
      break
    }
    if (read.line !== null && misplaced === null) lines.push(read.line)
  }
  return { scenario: { lines }, diagnostics }
}

function refuse(diagnostic: Diagnostic): Parsed {
  return { scenario: { lines: [] }, diagnostics: [diagnostic] }
}

/** Header statements stand before the first operation, each at most once. */
function checkHeader(
  header: HeaderWord | null,
  source: string,
  line: number,
  seen: Map<HeaderWord, number>,
  operations: number,
): Diagnostic | null {
  if (header === null) return null
  const span = { line, column: source.indexOf(header) + 1, length: header.length }
  const before = seen.get(header)
  if (operations > 0) {
    const found = `${quote(header)} after an operation`
    return diagnosticAt(span, found, 'header lines before the first operation')
  }
  if (before !== undefined) {
    const found = `a second ${quote(header)}`
    return diagnosticAt(span, found, `at most one (the first is in line ${before})`)
  }
  seen.set(header, line)
  return null
}

/**
 * Whether a bad `scenario` line names a version: not ours, then, and the rest of the text may mean something else than it
 * seems to.
 */
function namesVersion(source: string): boolean {
  return /^\d+$/.test(tokenize(source).words[1]?.text ?? '')
}

function tooMany(source: string, line: number): Diagnostic {
  const span = { line, column: 1, length: source.length }
  return diagnosticAt(
    span,
    `statement ${LIMITS.statements + 1}`,
    `at most ${LIMITS.statements} statements`,
  )
}

/** Points at the first line that reaches beyond the limit. */
function tooLong(text: string): Diagnostic {
  let line = 1
  let bytes = 0
  for (const source of splitLines(text.slice(0, LIMITS.textBytes + 1))) {
    bytes += utf8Length(source) + 1
    if (bytes > LIMITS.textBytes) break
    line++
  }
  const span = { line, column: 1, length: 0 }
  return diagnosticAt(
    span,
    `a text of more than ${LIMITS.textBytes} bytes`,
    `at most ${LIMITS.textBytes} bytes (64 KiB) of UTF-8`,
  )
}
