/**
 * What an entry of a page table says: hardware bits as the processor numbers them, and what Linux keeps in the bits
 * that the hardware ignores. Pure decoding; which words to use for it is the reader's business.
 */
import type { Pte } from '../machine/entry.ts'
import {
  ACCESSED,
  DIRTY,
  GLOBAL,
  PFN_HI,
  PFN_LO,
  PRESENT,
  PSE,
  pfnOf,
  RW,
  SOFTW2,
  SOFTW3,
  SOFTW5_HI,
} from '../machine/entry.ts'
import { isZeroPfn } from '../machine/frames.ts'
import type { Level, Pfn } from '../machine/units.ts'

/** The strongest fact of an entry: what its swatch shows. */
export type EntryState =
  | 'none'
  | 'table'
  | 'writable'
  | 'read-only'
  | 'uffd-wp'
  | 'no-access'
  | 'marker'
  | 'swap'
  | 'migration'

/** The four facts that a row shows as letters; `d` is a dirty bit kept in SAVED_DIRTY. */
export type Letters = readonly [w: 'W' | '·', u: 'U' | '·', a: 'A' | '·', d: 'D' | 'd' | '·']

export interface EntryInfo {
  readonly pte: Pte
  readonly level: Level
  readonly state: EntryState
  /** A leaf above the lowest level: 2 MiB. */
  readonly huge: boolean
  /** The shared zero page, of either size. */
  readonly zero: boolean
  /** The frame it names: of a page, or of the next table. */
  readonly pfn: Pfn | null
  /** Of a leaf that is mapped; a marker or a swap entry has none of them but U. */
  readonly letters: Letters | null
  readonly uffdWp: boolean
  readonly softDirty: boolean
  /** Of a swap-like entry; the offset of a marker holds its flags. */
  readonly swap: { readonly type: number; readonly offset: number } | null
}

/** Bits 1 and 2 of a swap entry, where a present one has RW and US. */
const SWP_SOFT_DIRTY = 1 << 1
const SWP_UFFD_WP = 1 << 2

/** Types from here on are markers: 31 since v6.2, 30 before; 29 and 28 are migration. */
const FIRST_MARKER_TYPE = 30
const FIRST_MIGRATION_TYPE = 27

/** `pte_none` ignores A and D, which an old processor may set in an entry that is not present. */
function isNone(pte: Pte): boolean {
  return (pte.lo & ~(ACCESSED | DIRTY)) === 0 && pte.hi === 0
}

function isProtNone(pte: Pte): boolean {
  return (pte.lo & (PRESENT | GLOBAL)) === GLOBAL
}

/** A PROTNONE entry keeps its frame number inverted, so that the processor cannot speculate on it. */
function protNonePfn(pte: Pte): Pfn {
  return pfnOf({ lo: (pte.lo ^ PFN_LO) >>> 0, hi: (pte.hi ^ PFN_HI) >>> 0 })
}

/** Type in bits 63–59, offset inverted in bits 58–9; offsets here stay below 2^23. */
function swapOf(pte: Pte): { type: number; offset: number } {
  return { type: pte.hi >>> 27, offset: ~(pte.lo >>> 9) & 0x7fffff }
}

function lettersOf(pte: Pte): Letters {
  const dirty = (pte.lo & DIRTY) !== 0 ? 'D' : (pte.hi & SOFTW5_HI) !== 0 ? 'd' : '·'
  return [
    (pte.lo & RW) !== 0 ? 'W' : '·',
    (pte.lo & SOFTW2) !== 0 ? 'U' : '·',
    (pte.lo & ACCESSED) !== 0 ? 'A' : '·',
    dirty,
  ]
}

function blank(pte: Pte, level: Level, state: EntryState): EntryInfo {
  return {
    pte,
    level,
    state,
    huge: false,
    zero: false,
    pfn: null,
    letters: null,
    uffdWp: false,
    softDirty: false,
    swap: null,
  }
}

function decodeLeaf(pte: Pte, level: Level): EntryInfo {
  const pfn = isProtNone(pte) ? protNonePfn(pte) : pfnOf(pte)
  const uffdWp = (pte.lo & SOFTW2) !== 0
  const leaf: EntryState = (pte.lo & RW) !== 0 ? 'writable' : 'read-only'
  return {
    ...blank(pte, level, isProtNone(pte) ? 'no-access' : uffdWp ? 'uffd-wp' : leaf),
    huge: level > 1,
    zero: isZeroPfn(pfn),
    pfn,
    letters: lettersOf(pte),
    uffdWp,
    softDirty: (pte.lo & SOFTW3) !== 0,
  }
}

function decodeSwap(pte: Pte, level: Level): EntryInfo {
  const swap = swapOf(pte)
  if (swap.type >= FIRST_MARKER_TYPE) {
    return { ...blank(pte, level, 'marker'), uffdWp: (swap.offset & 1) !== 0, swap }
  }
  const state = swap.type >= FIRST_MIGRATION_TYPE ? 'migration' : 'swap'
  return {
    ...blank(pte, level, state),
    uffdWp: (pte.lo & SWP_UFFD_WP) !== 0,
    softDirty: (pte.lo & SWP_SOFT_DIRTY) !== 0,
    swap,
  }
}

/** Says what an entry at that level is. */
export function decodeEntry(pte: Pte, level: Level): EntryInfo {
  if (isNone(pte)) return blank(pte, level, 'none')
  const isLeaf = level === 1 || (pte.lo & PSE) !== 0
  if ((pte.lo & PRESENT) !== 0 && !isLeaf) return { ...blank(pte, level, 'table'), pfn: pfnOf(pte) }
  if ((pte.lo & PRESENT) !== 0 || isProtNone(pte)) return decodeLeaf(pte, level)
  return decodeSwap(pte, level)
}

/** The state in words, as legend, inspector and screen reader say it. */
export const STATE_WORDS: Readonly<Record<EntryState, string>> = {
  none: 'none',
  table: 'points to a table',
  writable: 'writable',
  'read-only': 'read-only',
  'uffd-wp': 'uffd-wp',
  'no-access': 'no access',
  marker: 'pte marker',
  swap: 'swapped out',
  migration: 'being migrated',
}
