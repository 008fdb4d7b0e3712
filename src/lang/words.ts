/** What a single word can be: a name, a number, a range of pages. Pure shapes; whether a name exists is for `check`. */

import { U64_MAX } from '../base/bits.ts'
import { LIMITS } from './limits.ts'

/** `[A-Za-z_][A-Za-z0-9_]*`, of any length; see `LIMITS.nameLength`. */
export function isName(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word)
}

/** Why a word is not a number: it has another shape, or it has the shape and exceeds 2^64-1. */
export type NotNumber = 'shape' | 'size'

/** Digits of 2^64-1 in decimal. Longer ones are not converted, for that takes more than linear time. */
const LONGEST_DECIMAL = 20
const LONGEST_HEX = 16

/** Reads `NUM`: decimal or `0x` hex, 0 to 2^64-1. Leading zeros are free. */
export function readNumber(word: string): bigint | NotNumber {
  const isHex = word.startsWith('0x')
  const digits = isHex ? word.slice(2) : word
  if (!(isHex ? /^[0-9A-Fa-f]+$/ : /^[0-9]+$/).test(digits)) return 'shape'
  let zeros = 0
  while (zeros < digits.length - 1 && digits.charAt(zeros) === '0') zeros++
  const rest = digits.slice(zeros)
  if (rest.length > (isHex ? LONGEST_HEX : LONGEST_DECIMAL)) return 'size'
  const value = BigInt(isHex ? `0x${rest}` : rest)
  return value > U64_MAX ? 'size' : value
}

export interface RangeWord {
  readonly name: string
  readonly first: number | null
  readonly last: number | null
}

/** Why a word is not a range; the text completes "expected …". */
export interface NotRange {
  readonly expected: string
}

const RANGE_SHAPE = 'A, A[i] or A[i..j] without blanks'

/** Reads `A`, `A[i]` or `A[i..j]`. Page numbers are below `LIMITS.pages`, and i is at most j. */
export function readRange(word: string): RangeWord | NotRange {
  const open = word.indexOf('[')
  const name = open < 0 ? word : word.slice(0, open)
  if (!isName(name)) return { expected: RANGE_SHAPE }
  if (name.length > LIMITS.nameLength) return { expected: NAME_LENGTH }
  if (open < 0) return { name, first: null, last: null }
  if (!word.endsWith(']')) return { expected: RANGE_SHAPE }
  const inside = word.slice(open + 1, -1)
  const dots = inside.indexOf('..')
  const first = readNumber(dots < 0 ? inside : inside.slice(0, dots))
  const last = dots < 0 ? first : readNumber(inside.slice(dots + 2))
  if (first === 'shape' || last === 'shape') return { expected: RANGE_SHAPE }
  const largest = BigInt(LIMITS.pages - 1)
  if (first === 'size' || last === 'size' || first > largest || last > largest) {
    return { expected: `page numbers up to ${largest}` }
  }
  if (first > last) return { expected: 'a range whose first page is not after its last' }
  return { name, first: Number(first), last: Number(last) }
}

/** Completes "expected …" where a name is too long. */
export const NAME_LENGTH = `a name of at most ${LIMITS.nameLength} characters`
