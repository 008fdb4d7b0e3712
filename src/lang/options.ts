/** Optional words at the end of a statement: in any order, each at most once. */

import { nearestWord } from '../base/nearest-word.ts'
import type { Cursor, Read } from './cursor.ts'
import { accept, fail, peek } from './cursor.ts'
import { either, quote } from './diagnostics.ts'

/** One option: the words that begin it, its value where it is absent, and its reader once its word was consumed. */
export interface Option<T> {
  readonly words: readonly string[]
  readonly absent: T
  readonly read: (c: Cursor, word: string) => T | undefined
}

/** A word that is there or not. */
export function flag(word: string): Option<boolean> {
  return { words: [word], absent: false, read: () => true }
}

/** One of several words, or none of them. */
export function choice<const W extends string>(words: readonly W[]): Option<W | null> {
  return { words, absent: null, read: (_c, word) => words.find((known) => known === word) }
}

/** A word with an argument. */
export function labelled<T>(word: string, read: Read<T>): Option<T | null> {
  return { words: [word], absent: null, read }
}

/** Reads options to the end of the statement. */
export function options<S extends Readonly<Record<string, Option<unknown>>>>(
  known: S,
): Read<{ [K in keyof S]: S[K] extends Option<infer T> ? T : never }> {
  const entries = Object.entries(known)
  return (c) => {
    const values: Record<string, unknown> = {}
    for (;;) {
      const left = entries.filter(([key]) => !(key in values)).flatMap(([, option]) => option.words)
      const next = peek(c, { is: 'word', words: left, list: false })
      if (next === undefined) break
      const entry = entries.find(([, option]) => option.words.includes(next.text))
      if (entry === undefined) {
        const end = 'the end of the statement'
        return fail(c, either([...left.map(quote), end]), nearestWord(next.text, [...left, '||']))
      }
      const [key, option] = entry
      if (key in values) return fail(c, `${either(option.words.map(quote))} at most once`)
      accept(c, next, 'keyword')
      const value = option.read(c, next.text)
      if (value === undefined) return undefined
      values[key] = value
    }
    for (const [key, option] of entries) if (!(key in values)) values[key] = option.absent
    return values as { [K in keyof S]: S[K] extends Option<infer T> ? T : never }
  }
}
