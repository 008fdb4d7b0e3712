/** What a call needs to know that its statement does not say. */
import type { Vpn } from '../machine/units.ts'

export interface Context {
  /** Start page and length that the checker gave to this `map`; null for other statements. */
  readonly placed: { readonly start: Vpn; readonly pages: number } | null
}
