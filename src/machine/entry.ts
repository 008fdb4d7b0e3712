/**
 * The 64 bits of an x86-64 page-table entry, as the processor's manual numbers them, split into two 32-bit halves.
 * What Linux adds in the bits that the hardware ignores is in `linux/arch/x86/include/pgtable_types.ts`.
 *
 * | bits  | half | meaning                                   |
 * | ----- | ---- | ----------------------------------------- |
 * | 0–8   | lo   | P RW US PWT PCD A D PS/PAT G              |
 * | 9–11  | lo   | free for software                         |
 * | 12–31 | lo   | frame number, low 20 bits                 |
 * | 32–51 | hi   | frame number, high 20 bits                |
 * | 52–58 | hi   | free for software                         |
 * | 59–62 | hi   | protection key                            |
 * | 63    | hi   | NX                                        |
 */
import type { Pfn } from './units.ts'

/** The value of an entry; both halves unsigned. Linux: `pte_t`. */
export interface Pte {
  readonly lo: number
  readonly hi: number
}

/**
 * An empty entry, made in a way that keeps all others fast. V8 notes with each shape of objects how a field is stored, by
 * what it has seen there: small integers first, doubles once a half has its top bit set. From then on every entry that
 * compiled code still makes in the old way is converted on its own, through the runtime, when it is first looked at. A
 * half that was neither of both at first is stored as anything from the start, and nothing has to be converted ever.
 */
function firstEntry(): Pte {
  const halves: { lo: number | null; hi: number | null } = { lo: null, hi: null }
  halves.lo = 0
  halves.hi = 0
  return halves as Pte
}

export const NONE: Pte = firstEntry()

export const PRESENT = 1 << 0
export const RW = 1 << 1
export const USER = 1 << 2
export const PWT = 1 << 3
export const PCD = 1 << 4
export const ACCESSED = 1 << 5
export const DIRTY = 1 << 6
export const PSE = 1 << 7
export const GLOBAL = 1 << 8
export const SOFTW1 = 1 << 9
export const SOFTW2 = 1 << 10
export const SOFTW3 = 1 << 11

/** Of the high half: bit 58 and bit 63. */
export const SOFTW5_HI = 1 << 26
export const NX_HI = 0x80000000

/** Frame number bits of either half: 12–31 of lo, 32–51 of hi. */
export const PFN_LO = 0xfffff000
export const PFN_HI = 0x000fffff

export function makePte(lo: number, hi: number): Pte {
  return { lo: lo >>> 0, hi: hi >>> 0 }
}

/** The frame that a present entry names. */
export function pfnOf(pte: Pte): Pfn {
  return ((pte.lo >>> 12) + (pte.hi & PFN_HI) * 0x100000) as Pfn
}

/** The halves that `pfn` contributes to an entry. */
export function pfnBits(pfn: Pfn): Pte {
  return { lo: ((pfn & 0xfffff) << 12) >>> 0, hi: Math.floor(pfn / 0x100000) & PFN_HI }
}

export function equalPte(a: Pte, b: Pte): boolean {
  return a.lo === b.lo && a.hi === b.hi
}

/** The entry as the kernel prints it: 16 hex digits after 0x. */
export function hexPte(pte: Pte): string {
  return `0x${pte.hi.toString(16).padStart(8, '0')}${pte.lo.toString(16).padStart(8, '0')}`
}
