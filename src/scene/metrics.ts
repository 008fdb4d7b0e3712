/** Sizes of the stage's parts, by how much room there is. All in CSS pixels. */
import type { Detail } from './input.ts'

export interface Metrics {
  readonly margin: number
  readonly titleH: number
  readonly addressY: number
  readonly addressH: number
  readonly bandsY: number
  readonly bandHead: number
  readonly bandFoot: number
  readonly bandGap: number
  readonly head: number
  readonly row: number
  readonly none: number
  readonly note: number
  readonly stale: number
  readonly caption: number
  readonly upperW: number
  readonly pteW: number
  readonly gap: number
  readonly pteGap: number
  readonly frameW: number
  readonly frameH: number
  /** Over the frames: their heading, where there is room for one. */
  readonly framesHead: number
  readonly cacheW: number
  readonly uffdHead: number
  readonly uffdRow: number
  readonly crumbs: number
  readonly legendRow: number
  readonly stackRow: number
}

/** The stage as drawn at 1440 × 900: 780 wide. */
export const FULL: Metrics = {
  margin: 14,
  titleH: 36,
  addressY: 36,
  addressH: 54,
  bandsY: 104,
  bandHead: 30,
  bandFoot: 14,
  bandGap: 8,
  head: 26,
  row: 25,
  none: 20,
  note: 23,
  stale: 20,
  caption: 24,
  upperW: 104,
  pteW: 168,
  gap: 24,
  pteGap: 28,
  frameW: 114,
  frameH: 62,
  framesHead: 30,
  cacheW: 174,
  uffdHead: 26,
  uffdRow: 21,
  crumbs: 34,
  legendRow: 23,
  stackRow: 22,
}

/** From 1920: type 2 px larger. */
export const LARGE: Metrics = {
  ...FULL,
  titleH: 40,
  addressY: 42,
  addressH: 60,
  bandsY: 118,
  bandHead: 34,
  head: 30,
  row: 29,
  none: 23,
  note: 26,
  caption: 26,
  upperW: 124,
  pteW: 220,
  gap: 32,
  pteGap: 34,
  frameW: 160,
  frameH: 70,
  framesHead: 34,
  cacheW: 224,
  uffdHead: 30,
  uffdRow: 24,
  crumbs: 38,
  legendRow: 26,
  stackRow: 25,
}

/** Type 1.25 times as large, for a projector. */
export const PROJECTOR: Metrics = {
  margin: 14,
  titleH: 40,
  addressY: 38,
  addressH: 48,
  bandsY: 98,
  bandHead: 29,
  bandFoot: 5,
  bandGap: 6,
  head: 32,
  row: 34,
  none: 22,
  note: 26,
  stale: 24,
  caption: 26,
  upperW: 112,
  pteW: 266,
  gap: 24,
  pteGap: 34,
  frameW: 144,
  frameH: 68,
  framesHead: 12,
  cacheW: 200,
  uffdHead: 0,
  uffdRow: 29,
  crumbs: 38,
  legendRow: 28,
  stackRow: 26,
}

const FULL_DETAIL: Detail = {
  alike: 5,
  rows: 12,
  bareUpper: false,
  bareIdle: false,
  crumbs: false,
  rest: false,
  blocks: 2,
}

/** From much to little: the first that fits is taken. */
export const DETAILS: readonly Detail[] = [
  FULL_DETAIL,
  { ...FULL_DETAIL, alike: 4, rows: 8 },
  { ...FULL_DETAIL, alike: 4, rows: 6 },
  { ...FULL_DETAIL, alike: 3, rows: 6, bareIdle: true },
  { ...FULL_DETAIL, alike: 3, rows: 4, bareUpper: true, bareIdle: true },
  { ...FULL_DETAIL, alike: 3, rows: 3, bareUpper: true, bareIdle: true, rest: true },
  // A laptop's screen is low: one block of a page cache is left of two.
  { ...FULL_DETAIL, alike: 3, rows: 3, bareUpper: true, bareIdle: true, rest: true, blocks: 1 },
]

const BARE: Detail = {
  ...FULL_DETAIL,
  alike: 3,
  bareUpper: true,
  bareIdle: true,
  rest: true,
  blocks: 1,
}

export const PROJECTOR_DETAILS: readonly Detail[] = [
  { ...BARE, rows: 5 },
  { ...BARE, rows: 4 },
  { ...BARE, rows: 3 },
  { ...BARE, rows: 2 },
]

/** Below this width the upper tables have no room for cards. */
export const CARDS_FROM = 682

/** The same with the upper tables as a breadcrumb. */
export function withCrumbs(details: readonly Detail[]): readonly Detail[] {
  return details.map((detail) => ({ ...detail, crumbs: true }))
}

/** For the stacked cards of a phone: no room is ever short, they scroll. */
export const STACKED_DETAIL: Detail = { ...FULL_DETAIL, alike: 4, rows: 6, bareUpper: true }
