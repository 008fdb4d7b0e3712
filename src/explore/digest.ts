/**
 * Digests of 128 bits, the same in every process. They only serve to count distinct states over several explorations of
 * parts; inside one exploration states are compared word by word.
 */
import type { Digest } from './memo.ts'

export const NO_DIGEST: Digest = [0, 0, 0, 0]

/** Folds numbers into a digest, one after the other. */
export function digestOf(seed: Digest, values: Iterable<number>): Digest {
  let [a, b, c, d] = seed
  for (const v of values) {
    a = Math.imul(a ^ v, 0x9e3779b1)
    a ^= a >>> 15
    b = Math.imul(b ^ (v + a), 0x85ebca77)
    b ^= b >>> 13
    c = Math.imul(c + (v ^ b), 0xc2b2ae3d)
    c ^= c >>> 16
    d = Math.imul(d ^ (c + v), 0x27d4eb2f)
    d ^= d >>> 14
  }
  return [a | 0, b | 0, c | 0, d | 0]
}

export function digestOfText(seed: Digest, text: string): Digest {
  return digestOf(seed, codes(text))
}

function* codes(text: string): Iterable<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i)
  yield text.length
}

/** 32 hex digits. */
export function digestText(digest: Digest): string {
  return digest.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
