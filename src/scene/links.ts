/** Lines from entries to the tables and frames that they name. */
import type { BandBox, CacheBox, CardBox, FrameBox, LinkBox, Silhouettes } from './scene.ts'

interface RowPlace {
  readonly card: CardBox
  readonly band: BandBox
  readonly y: number
  readonly h: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly isMarker: boolean
}

/** Of a changed row, its first line is what the link starts from. */
const FIRST_LINE = 25
/** Between the ends of two links at one frame. */
const PORT_GAP = 20

function placesOf(bands: readonly BandBox[]): Map<string, RowPlace> {
  const places = new Map<string, RowPlace>()
  for (const band of bands) {
    for (const card of band.cards) {
      for (const { row, y, h } of card.rows) {
        const isEntry = row.kind === 'entry'
        places.set(row.id, {
          card,
          band,
          y: card.y + 1 + y + (isEntry ? Math.min(h, FIRST_LINE) : h) / 2,
          h,
          isActive: isEntry && row.isActive,
          isSelected: isEntry && row.isSelected,
          isMarker: isEntry && row.state === 'marker',
        })
      }
    }
  }
  return places
}

const PLAIN = { spread: 0, count: 1 } as const

function walkLinks(
  bands: readonly BandBox[],
  places: ReadonlyMap<string, RowPlace>,
  head: number,
): LinkBox[] {
  const links: LinkBox[] = []
  for (const band of bands) {
    for (const card of band.cards) {
      const from = card.table.parent === null ? undefined : places.get(card.table.parent)
      if (from === undefined || card.table.parent === null) {
        const { crumbs } = band
        if (crumbs === null || card.table.level !== 1 || card.table.isFolded) continue
        links.push({
          ...PLAIN,
          id: `l-${crumbs.id}-${card.table.id}`,
          kind: 'walk',
          isActive: card.table.isActive,
          isDashed: !band.isActive,
          from: crumbs.id,
          to: card.table.id,
          x0: crumbs.x + crumbs.w + 1,
          y0: crumbs.y + crumbs.h / 2,
          x1: card.x - 2,
          y1: card.y + 1 + head / 2,
        })
        continue
      }
      links.push({
        ...PLAIN,
        id: `l-${card.table.parent}`,
        kind: 'walk',
        isActive: card.table.isActive && from.isActive,
        isDashed: !band.isActive,
        from: card.table.parent,
        to: card.table.id,
        x0: from.card.x + from.card.w,
        y0: from.y,
        x1: card.x - 2,
        y1: card.y + 1 + head / 2,
      })
    }
  }
  return links
}

/** Links into one frame, spread over its edge in the order of their rows. */
function frameLinks(frame: FrameBox, places: ReadonlyMap<string, RowPlace>): LinkBox[] {
  const starts = frame.frame.from
    .map((id) => ({ id, place: places.get(id) }))
    .filter((one): one is { id: string; place: RowPlace } => one.place !== undefined)
    .sort((a, b) => a.place.y - b.place.y)
  if (frame.frame.count > 1) return bandLink(frame, starts)
  const gap = Math.min(PORT_GAP, (frame.h - 16) / Math.max(1, starts.length))
  return starts.map(({ id, place }, i) => ({
    ...PLAIN,
    id: `l-${id}`,
    kind: 'page',
    isActive: frame.frame.isActive,
    isDashed: !place.band.isActive,
    from: id,
    to: frame.frame.id,
    x0: place.card.x + place.card.w + 1,
    y0: place.y,
    x1: frame.x - 2,
    y1: frame.y + frame.h / 2 + (i - (starts.length - 1) / 2) * gap,
  }))
}

/** Many links as one band, as high as the rows that it comes from. */
function bandLink(
  frame: FrameBox,
  starts: readonly { readonly id: string; readonly place: RowPlace }[],
): LinkBox[] {
  const first = starts[0]
  const last = starts.at(-1)
  if (first === undefined || last === undefined) return []
  const top = first.place.y - 8
  const bottom = last.place.y + 8
  return [
    {
      id: `l-${frame.frame.id}`,
      kind: 'band',
      isActive: false,
      isDashed: !first.place.band.isActive,
      from: first.id,
      to: frame.frame.id,
      x0: first.place.card.x + first.place.card.w,
      y0: (top + bottom) / 2,
      x1: frame.x - 2,
      y1: frame.y + frame.h / 2,
      spread: bottom - top,
      count: frame.frame.count,
    },
  ]
}

/** From each marker to the page that it remembers, as far as its cell is drawn. */
function markerLinks(
  bands: readonly BandBox[],
  caches: readonly CacheBox[],
  places: ReadonlyMap<string, RowPlace>,
): LinkBox[] {
  const links: LinkBox[] = []
  for (const box of caches) {
    box.cache.blocks.forEach((block, b) => {
      const cell = block.active
      if (cell === null || !block.guarded.includes(cell)) return
      for (const [id, place] of places) {
        if (!place.isMarker || !place.isActive) continue
        links.push({
          ...PLAIN,
          id: `l-${id}`,
          kind: 'marker',
          isActive: true,
          isDashed: !place.band.isActive,
          from: id,
          to: block.id,
          x0: place.card.x + place.card.w + 1,
          y0: place.y,
          x1: box.x + (cell % box.columns) * box.cell - 1,
          y1: box.y + (box.grids[b] as number) + (Math.floor(cell / box.columns) + 0.4) * box.cell,
        })
      }
    })
  }
  return bands.length === 0 ? [] : links
}

/** All lines, idle ones first, so that the active ones are drawn over them. */
export function linksOf(
  bands: readonly BandBox[],
  frames: readonly FrameBox[],
  caches: readonly CacheBox[],
  head: number,
): LinkBox[] {
  const places = placesOf(bands)
  const all = [
    ...frames.flatMap((frame) => frameLinks(frame, places)),
    ...walkLinks(bands, places, head),
    ...markerLinks(bands, caches, places),
  ]
  return [...all.filter((link) => !link.isActive), ...all.filter((link) => link.isActive)]
}

/** Mean height of the rows that point to a frame: what frames are ordered by. */
export function heightsOf(bands: readonly BandBox[]): ReadonlyMap<string, number> {
  return new Map([...placesOf(bands)].map(([id, place]) => [id, place.y]))
}

/** A gap narrower than this has no room for outlines. */
const SILHOUETTE_GAP = 60

/** Outlines for each new table that has a wide gap before it. */
export function silhouettesOf(bands: readonly BandBox[]): Silhouettes[] {
  const places = placesOf(bands)
  return bands
    .flatMap((band) => band.cards)
    .flatMap((card): Silhouettes[] => {
      const { parent, made } = card.table
      const from = parent === null ? undefined : places.get(parent)
      if (from === undefined || made === null) return []
      const x = from.card.x + from.card.w
      if (card.x - x < SILHOUETTE_GAP) return []
      const top = from.y - Math.min(from.h, FIRST_LINE) / 2
      return [
        {
          id: `s-${card.table.id}`,
          table: card.table.id,
          x,
          top,
          bottom: top + from.h,
          toX: card.x,
          toTop: card.y,
          toBottom: card.y + card.h,
        },
      ]
    })
}
