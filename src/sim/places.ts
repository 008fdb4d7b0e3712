/** From names of the scenario to pages of the machine, and back. */
import type { PageArg, RangeArg } from '../lang/ast.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import type { Mm, Region } from '../machine/records.ts'
import type { Vpn } from '../machine/units.ts'

export interface Span {
  readonly start: Vpn
  readonly end: Vpn
  readonly region: Region
}

/**
 * The region of that name in the running thread's process, or as another process last had it; null: no process ever
 * mapped one.
 */
export function findRegion(k: Kernel, name: string): Region | null {
  const own = k.currentMm().regions.find((region) => region.name === name)
  if (own !== undefined) return own
  for (const mm of k.m.all('mm')) {
    const other = mm.regions.find((region) => region.name === name)
    if (other !== undefined) return other
  }
  return null
}

export function spanOf(k: Kernel, range: RangeArg): Span | null {
  const region = findRegion(k, range.name)
  if (region === null) return null
  const first = range.first ?? 0
  const last = range.last ?? region.pages - 1
  return { start: region.start + first, end: region.start + last + 1, region }
}

export function pageOf(k: Kernel, page: PageArg): Vpn | null {
  const region = findRegion(k, page.name)
  return region === null ? null : region.start + page.index
}

/** `A[7]`, as a process knows the page; its address where it belongs to no region. */
export function nameOfPage(mm: Mm, vpn: Vpn): string {
  const region = regionAt(mm, vpn)
  return region === null
    ? `0x${(BigInt(vpn) << 12n).toString(16)}`
    : `${region.name}[${vpn - region.start}]`
}

/** `A[7..9]`: consecutive pages of one region, as a process knows them. */
export function nameOfPages(mm: Mm, vpn: Vpn, count: number): string {
  const region = regionAt(mm, vpn)
  if (region === null) return `${count} pages from ${nameOfPage(mm, vpn)} on`
  const first = vpn - region.start
  return `${region.name}[${first}..${first + count - 1}]`
}

function regionAt(mm: Mm, vpn: Vpn): Region | null {
  const inside = (r: Region): boolean => vpn >= r.start && vpn < r.start + r.pages
  return mm.regions.find((r) => r.listed && inside(r)) ?? mm.regions.find(inside) ?? null
}

/** An address as the records print it. */
export function hexAddress(vpn: Vpn): string {
  return `0x${(BigInt(vpn) << 12n).toString(16)}`
}
