/** Readers of the arguments that verbs have in common. */

import { U64_MAX } from '../base/bits.ts'
import { nearestWord } from '../base/nearest-word.ts'
import type { PageArg, Places, RangeArg } from './ast.ts'
import type { Cursor, MarkClass, NameKind, Read, Want } from './cursor.ts'
import { accept, fail, peek, spanOf } from './cursor.ts'
import { either, quote } from './diagnostics.ts'
import { LIMITS, PAGE_SIZE, USER_SPACE_END } from './limits.ts'
import type { Word } from './tokens.ts'
import type { RangeWord } from './words.ts'
import { isName, NAME_LENGTH, readNumber, readRange } from './words.ts'

/** What `read` of each gives, as the arguments of one function. */
type Values<R extends readonly Read<unknown>[]> = {
  [K in keyof R]: R[K] extends Read<infer T> ? T : never
}

/** Reads one after the other and makes one value of theirs. */
export function sequence<const R extends readonly Read<unknown>[], T>(
  reads: R,
  make: (...values: Values<R>) => T,
): Read<T> {
  return (c) => {
    const values: unknown[] = []
    for (const read of reads) {
      const value = read(c)
      if (value === undefined) return undefined
      values.push(value)
    }
    return make(...(values as unknown as Values<R>))
  }
}

/** Reads exactly this word. */
export function word(text: string, is: MarkClass = 'keyword'): Read<string> {
  return oneOf([text], quote(text), is)
}

/** Reads one of `words`; `what` is how a diagnostic calls them. */
export function oneOf<const W extends string>(
  words: readonly W[],
  what: string,
  is: MarkClass = 'keyword',
): Read<W> {
  return (c) => {
    const next = peek(c, { is: 'word', words, list: false })
    const found = words.find((known) => known === next?.text)
    if (next === undefined || found === undefined) {
      return fail(c, what, next === undefined ? null : nearestWord(next.text, words))
    }
    accept(c, next, is)
    return found
  }
}

/** Reads a name that the statement declares, or one that it is about. */
export function name(
  of: NameKind,
  role: 'new' | 'known',
  place: keyof Places = 'name',
): Read<string> {
  const what = role === 'new' ? `a new name for the ${of}` : `the name of a ${of}`
  const want: Want = role === 'new' ? { is: 'free', what } : { is: 'name', of, form: 'name' }
  return (c) => {
    const next = peek(c, want)
    if (next === undefined || !isName(next.text)) return fail(c, what)
    if (next.text.length > LIMITS.nameLength) return fail(c, NAME_LENGTH)
    c.places = { ...c.places, [place]: spanOf(c, next) }
    accept(c, next, 'name')
    return next.text
  }
}

/** Reads `A`, `A[i]` or `A[i..j]`. */
export function range(of: 'region' | 'file'): Read<RangeArg> {
  const what = `a range of a ${of}`
  return (c) => {
    const next = peek(c, { is: 'name', of, form: 'range' })
    if (next === undefined) return fail(c, what)
    const read = readRange(next.text)
    if ('expected' in read) return fail(c, read.expected)
    acceptRange(c, next, read)
    return { ...read, span: spanOf(c, next) }
  }
}

/** Reads `A[i]`. */
export function page(of: 'region' | 'file'): Read<PageArg> {
  const what = `one page of a ${of}, as A[i]`
  return (c) => {
    const next = peek(c, { is: 'name', of, form: 'page' })
    if (next === undefined) return fail(c, what)
    const read = readRange(next.text)
    if ('expected' in read) return fail(c, read.expected)
    if (read.first === null || next.text.includes('..')) return fail(c, what)
    acceptRange(c, next, read)
    return { name: read.name, index: read.first, span: spanOf(c, next) }
  }
}

/** Marks the name and the numbers of a range apart. */
function acceptRange(c: Cursor, next: Word, read: RangeWord): void {
  accept(c, { text: read.name, column: next.column }, 'name')
  const rest = next.text.length - read.name.length
  if (rest > 0) {
    c.marks.push({ column: next.column + read.name.length, length: rest, is: 'number' })
  }
}

/** Reads a number from `least` to `most`, both small enough to be exact. */
export function count(
  what: string,
  least: number,
  most: number,
  place?: keyof Places,
): Read<number> {
  const expected = `${what}, ${least} to ${most}`
  return (c) => {
    const next = peek(c, { is: 'free', what: expected })
    const value = next === undefined ? 'shape' : readNumber(next.text)
    if (next === undefined || typeof value === 'string') return fail(c, expected)
    if (value < BigInt(least) || value > BigInt(most)) return fail(c, expected)
    if (place !== undefined) c.places = { ...c.places, [place]: spanOf(c, next) }
    accept(c, next, 'number')
    return Number(value)
  }
}

/** Reads a length or a size in pages. */
export const pages: Read<number> = count('a number of pages', 0, LIMITS.pages, 'pages')

/** Reads `= V`. */
export const value: Read<bigint> = sequence(
  [
    word('=', 'operator'),
    (c) => {
      const next = peek(c, { is: 'free', what: 'a value' })
      const read = next === undefined ? 'shape' : readNumber(next.text)
      if (next === undefined || read === 'shape') return fail(c, 'a value, decimal or 0x hex')
      if (read === 'size') return fail(c, `a value up to ${U64_MAX}`)
      accept(c, next, 'number')
      return read
    },
  ],
  (_equals, read: bigint) => read,
)

/** Reads an address at which a mapping can start: page-aligned, canonical, in user space. */
export const address: Read<bigint> = (c) => {
  const next = peek(c, { is: 'free', what: 'a page-aligned address' })
  const read = next === undefined ? 'shape' : readNumber(next.text)
  if (next === undefined || read === 'shape') return fail(c, 'an address, as 0x100000000000')
  if (read === 'size') return fail(c, 'an address of 64 bits')
  if (read % PAGE_SIZE !== 0n) return fail(c, 'a page-aligned address (a multiple of 0x1000)')
  if (read >= USER_SPACE_END) {
    const isKernels = read >= (1n << 64n) - USER_SPACE_END
    const where = 'in user space (below 0x800000000000)'
    return fail(c, isKernels ? `an address ${where}` : `a canonical address ${where}`)
  }
  c.places = { ...c.places, at: spanOf(c, next) }
  accept(c, next, 'number')
  return read
}

/** Reads words of `known` to the end of the statement, each at most once, in their order. */
export function anyOf<const W extends string>(
  known: readonly W[],
  what: string,
): Read<readonly W[]> {
  return (c) => {
    const taken: W[] = []
    for (;;) {
      const left = known.filter((candidate) => !taken.includes(candidate))
      const next = peek(c, { is: 'word', words: left, list: false })
      if (next === undefined) return taken
      const found = known.find((candidate) => candidate === next.text)
      if (found === undefined) return fail(c, what, nearestWord(next.text, known))
      if (taken.includes(found)) return fail(c, `each ${what.replace(/^an? /, '')} once`)
      accept(c, next, 'keyword')
      taken.push(found)
    }
  }
}

/** Reads one word of `known`, or several of them joined by commas, each at most once. */
export function list<const W extends string>(
  known: readonly W[],
  what: string,
): Read<readonly W[]> {
  return (c) => {
    const next = peek(c, { is: 'word', words: known, list: true })
    if (next === undefined) return fail(c, `${what}: ${either(known)}`)
    const taken: W[] = []
    for (const part of next.text.split(',')) {
      const found = known.find((candidate) => candidate === part)
      if (found === undefined) {
        return fail(c, `${what}: ${either(known)}, joined by commas`, nearestWord(part, known))
      }
      if (taken.includes(found)) return fail(c, `each ${what.replace(/^an? /, '')} once`)
      taken.push(found)
    }
    accept(c, next, 'keyword')
    return taken
  }
}
