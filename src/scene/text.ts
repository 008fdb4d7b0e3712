/** Numbers and addresses as the stage writes them. */
import type { Pte } from '../machine/entry.ts'
import { hexPte } from '../machine/entry.ts'
import type { Word64 } from '../machine/records.ts'
import type { Pfn, Vpn } from '../machine/units.ts'

/** A frame number; longer than eight digits loses its middle, so that cards keep their width. */
export function pfnText(pfn: Pfn | number): string {
  const hex = pfn.toString(16)
  return hex.length <= 8 ? hex : `${hex.slice(0, 3)}…${hex.slice(-4)}`
}

/** A byte address in groups of four: `0x1000 c0a0 7000`. */
export function addressText(vpn: Vpn): string {
  const hex = `${vpn.toString(16)}000`.padStart(12, '0')
  return `0x${hex.slice(0, 4)} ${hex.slice(4, 8)} ${hex.slice(8)}`
}

/** The 16 digits of an entry, in groups of four, after `0x`. */
export function rawDigits(pte: Pte): string {
  const hex = hexPte(pte).slice(2)
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} ${hex.slice(8, 12)} ${hex.slice(12)}`
}

/** A value of memory: decimal while it is short, else hexadecimal. */
export function valueText(value: Word64): string {
  const all = value.hi * 2 ** 32 + value.lo
  if (all < 1_000_000) return String(all)
  const hex = value.hi.toString(16) + value.lo.toString(16).padStart(8, '0')
  return `0x${hex.replace(/^0+/, '')}`
}

/** Three decimals are all that a picture needs; more would make equal scenes differ. */
export function round3(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** `index` in nine, or twelve, binary digits. */
export function binaryText(value: number, digits: number): string {
  return value.toString(2).padStart(digits, '0')
}
