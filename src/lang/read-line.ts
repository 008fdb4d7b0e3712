/** What reading one line gives. */

import type { Line } from './ast.ts'
import type { Mark, Want } from './cursor.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { HeaderWord } from './header.ts'

export interface ReadLine {
  /** What the line says, or null if any part of it could not be read. */
  readonly line: Line | null
  /** At most one for each side of `||`. */
  readonly diagnostics: readonly Diagnostic[]
  /** What the words are, by column; words after an error have no mark. */
  readonly marks: readonly Mark[]
  /** What could follow if the line ended after its last word. */
  readonly wants: readonly Want[]
  /** Operations on the line, also those that could not be read. */
  readonly operations: number
  /** The header word the line begins with, if it does. */
  readonly header: HeaderWord | null
}
