/**
 * The place a reader has got to in one statement. Readers consume words from left to right and give a value, or
 * `undefined` after leaving a diagnostic. On the way they note what each word is (for highlighting) and what could have
 * stood where the words ended (for completion): one grammar serves all three.
 */

import type { Places, Span } from './ast.ts'
import type { Diagnostic } from './diagnostics.ts'
import { diagnosticAt, quote } from './diagnostics.ts'
import type { Word } from './tokens.ts'
import { endOf } from './tokens.ts'

export type NameKind = 'file' | 'region' | 'process' | 'thread'

/** What a run of characters is, for highlighting. */
export type MarkClass =
  | 'header'
  | 'verb'
  | 'actor'
  | 'name'
  | 'number'
  | 'keyword'
  | 'operator'
  | 'text'
  | 'comment'
  | 'error'

export interface Mark {
  /** 1-based, as in `Span`. */
  readonly column: number
  readonly length: number
  readonly is: MarkClass
}

/** What could stand at a place. */
export type Want =
  /** One of these words; `list` where several may be joined by commas. */
  | { readonly is: 'word'; readonly words: readonly string[]; readonly list: boolean }
  /** A statement: its actor or its verb; `header` where a header line or a note may stand, too. */
  | { readonly is: 'statement'; readonly header: boolean }
  /** A verb, after an actor. */
  | { readonly is: 'verb' }
  /** A known name; `page` and `range` say that `[i]` may follow. */
  | { readonly is: 'name'; readonly of: NameKind; readonly form: 'name' | 'page' | 'range' }
  /** Something that cannot be guessed; `what` is a noun phrase. */
  | { readonly is: 'free'; readonly what: string }

export interface Cursor {
  readonly line: number
  readonly words: readonly Word[]
  /** Index into `words` of the next one to read. */
  next: number
  /** The column just past the last word, where a missing one would be. */
  readonly end: number
  readonly marks: Mark[]
  readonly wants: Want[]
  places: Places
  problem: Diagnostic | null
}

/** A cursor before the first of `words`, which lie on `line`; `end` is the column where a missing word would be. */
export function cursorAt(line: number, words: readonly Word[], end: number): Cursor {
  return { line, words, next: 0, end, marks: [], wants: [], places: {}, problem: null }
}

/** A reader of one or more words: the value, or `undefined` once `problem` is set. */
export type Read<T> = (c: Cursor) => T | undefined

/** The next word without consuming it. Where there is none, notes that `want` could have stood there. */
export function peek(c: Cursor, want: Want): Word | undefined {
  const word = c.words[c.next]
  if (word === undefined) c.wants.push(want)
  return word
}

/** Consumes the next word as `is`. */
export function accept(c: Cursor, word: Word, is: MarkClass): void {
  c.marks.push({ column: word.column, length: word.text.length, is })
  c.next++
}

/** Leaves a diagnostic for the next word, or for the end of the statement where there is none. */
export function fail(c: Cursor, expected: string, nearest: string | null = null): undefined {
  const word = c.words[c.next]
  const found = word === undefined ? 'the end of the statement' : quote(word.text)
  const span = word === undefined ? spanAt(c.line, c.end, 0) : spanOf(c, word)
  c.problem = diagnosticAt(span, found, glued(word?.text) ?? expected, nearest)
  return undefined
}

export function spanOf(c: Cursor, word: Word): Span {
  return spanAt(c.line, word.column, word.text.length)
}

/** From the start of `first` to the end of `last`. */
export function spanFrom(c: Cursor, first: Word, last: Word): Span {
  return spanAt(c.line, first.column, endOf(last) - first.column)
}

function spanAt(line: number, column: number, length: number): Span {
  return { line, column, length }
}

/** Words are separated by blanks only: says so where a sign sticks to its neighbours, or another kind of space does. */
function glued(word: string | undefined): string | null {
  if (word === undefined) return null
  for (const sign of ['||', '=']) {
    if (word.length > sign.length && word.includes(sign)) return `blanks around "${sign}"`
  }
  if (/[\p{Z}\p{C}]/u.test(word)) return 'words separated by spaces or tabs'
  return null
}
