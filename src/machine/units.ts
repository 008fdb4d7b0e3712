/**
 * The coordinates of the machine. Byte addresses appear only in text: inside, a place in user space is a virtual page
 * number and a place in memory a page frame number or the index of a 32-bit word.
 */
import type { Brand } from '../base/brand.ts'

/** A page frame number. Below 2^24 in every scenario, so a plain number is exact. */
export type Pfn = Brand<number, 'Pfn'>

/** Index of a 32-bit word in the buffer: the one coordinate of everything the machine can change. */
export type WordIndex = Brand<number, 'WordIndex'>

/** WordIndex of the low half of a 64-bit page-table entry; even. Linux: `pte_t *`. */
export type EntryRef = Brand<number, 'EntryRef'>

/** A user virtual page number, address >>> 12: below 2^35. Arithmetic on it is common, so it stays a plain number. */
export type Vpn = number

/** Number of a CPU, from 0. */
export type CpuId = number

/** Number of an actor, in order of birth: 0 is `main`, 1 is `monitor`. */
export type ActorId = number

/** Entries of one table, at every level. */
export const PTRS_PER_TABLE = 512

/** Words of one table: two an entry. */
export const WORDS_PER_TABLE = 2 * PTRS_PER_TABLE

/** Pages that one PTE table, or one huge PMD, covers. */
export const PAGES_PER_PMD = 512

/** First page beyond user space: 2^47 bytes. */
export const USER_PAGES = 2 ** 35

/** The four levels, counted as x86 does: 4 is the root. */
export type Level = 1 | 2 | 3 | 4

/** Linux's names of the tables, by level. */
export const LEVEL_NAMES: Readonly<Record<Level, 'PTE' | 'PMD' | 'PUD' | 'PGD'>> = {
  1: 'PTE',
  2: 'PMD',
  3: 'PUD',
  4: 'PGD',
}

/** Index of the entry that leads to `vpn` in the table of that level. */
export function indexAt(vpn: Vpn, level: Level): number {
  if (level === 1) return vpn % 512
  if (level === 2) return Math.floor(vpn / 512) % 512
  if (level === 3) return Math.floor(vpn / 262144) % 512
  return Math.floor(vpn / 134217728) % 512
}
