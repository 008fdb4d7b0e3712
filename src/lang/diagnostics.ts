/** What is wrong with a text, as a value: where, what stands there, what should stand there. */

import type { Span } from './ast.ts'

export interface Diagnostic {
  /** 1-based; columns and lengths count UTF-16 units, as editors do. */
  readonly line: number
  readonly column: number
  /** 0 where something is missing at the end of a line. */
  readonly length: number
  /** A noun phrase in one line, safe to show: `"wrtie"`, `the end of the line`. */
  readonly found: string
  /** A noun phrase in one line: `a verb`. */
  readonly expected: string
  /** The known word that was probably meant, or null. */
  readonly nearest: string | null
}

/** Makes a diagnostic for the words at `span`. */
export function diagnosticAt(
  span: Span,
  found: string,
  expected: string,
  nearest: string | null = null,
): Diagnostic {
  const { line, column, length } = span
  return { line, column, length, found, expected, nearest }
}

/** One line for a terminal: `a.uffd:9:1: found "wpr", expected a verb; did you mean "wp"?` */
export function renderDiagnostic(diagnostic: Diagnostic, file?: string): string {
  const { line, column, found, expected, nearest } = diagnostic
  const place = file === undefined ? `${line}:${column}` : `${file}:${line}:${column}`
  const hint = nearest === null ? '' : `; did you mean "${nearest}"?`
  return `${place}: found ${found}, expected ${expected}${hint}`
}

const LONGEST_QUOTE = 40

/**
 * A word of the text in quotes, for `found`. Long words are cut, and characters that cannot be seen, or that turn the
 * direction of writing, are shown as their code points.
 */
export function quote(word: string): string {
  const characters = [...word.slice(0, LONGEST_QUOTE)]
  const shown = characters.map((character) =>
    /[\p{C}\p{Z}]/u.test(character) && character !== ' ' ? codePoint(character) : character,
  )
  return `"${shown.join('')}${word.length > LONGEST_QUOTE ? '…' : ''}"`
}

function codePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `<U+${digits}>`
}

/** Lists alternatives: `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}
