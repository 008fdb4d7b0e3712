/** What a page is called: by the region that holds it, as the scenario's author knows it. */
import type { Mm, Region } from '../machine/records.ts'
import type { Vpn } from '../machine/units.ts'

/** The region that holds a page, or null. */
export function regionOf(mm: Mm, vpn: Vpn): Region | null {
  return mm.regions.find((r) => vpn >= r.start && vpn < r.start + r.pages) ?? null
}

/** `A[7]`, or null where no region is. */
export function pageName(mm: Mm, vpn: Vpn): string | null {
  const region = regionOf(mm, vpn)
  return region === null ? null : `${region.name}[${vpn - region.start}]`
}

/** `A[8..19]`; one page is `A[8]`. */
export function rangeName(name: string, first: number, last: number): string {
  return first === last ? `${name}[${first}]` : `${name}[${first}..${last}]`
}
