/** What each run of characters of a line is, for an editor to colour. */

import type { Mark } from './cursor.ts'
import { readLine } from './parse-line.ts'
import { endOf, tokenize } from './tokens.ts'

export type { Mark, MarkClass } from './cursor.ts'

/**
 * The marks of one line, from left to right and without overlap. Blanks have none. From the first word that the grammar
 * does not allow there, the rest of that statement is `error`; names are not looked up.
 */
export function highlightLine(text: string): readonly Mark[] {
  const { marks, diagnostics } = readLine(text, 1)
  if (diagnostics.length === 0) return inOrder(marks)
  // The readers mark words as they accept them, so what is left over was never understood.
  const known = new Set(marks.map((mark) => mark.column))
  const isRaw = marks.some((mark) => mark.is === 'text')
  const rest = isRaw ? [] : tokenize(text).words.filter((word) => !known.has(word.column))
  const errors = rest.map(
    (word): Mark => ({ column: word.column, length: endOf(word) - word.column, is: 'error' }),
  )
  return inOrder([...marks, ...errors])
}

function inOrder(marks: readonly Mark[]): readonly Mark[] {
  return [...marks].sort((a, b) => a.column - b.column)
}
