/** Arrow keys inside the page tables: up and down through the entries, left and right through the levels. */
import type { KeyboardEvent } from 'react'
import type { BandBox, CardBox } from '../../scene/scene.ts'

interface At {
  readonly card: CardBox
  readonly index: number
}

function find(band: BandBox, id: string): At | null {
  for (const card of band.cards) {
    const index = card.rows.findIndex(({ row }) => row.id === id)
    if (index >= 0) return { card, index }
  }
  return null
}

/** Row to enter a card by: the one on the way, the selected one, the first entry. */
function entrance(card: CardBox | undefined): string | null {
  if (card === undefined) return null
  const rows = card.rows.map(({ row }) => row)
  const best =
    rows.find((row) => row.kind === 'entry' && row.isActive) ??
    rows.find((row) => row.kind === 'entry') ??
    rows[0]
  return best?.id ?? null
}

function vertical(band: BandBox, { card, index }: At, by: 1 | -1): string | null {
  const next = card.rows[index + by]
  if (next !== undefined) return next.row.id
  const column = band.cards.filter((one) => one.table.level === card.table.level)
  const beside = column[column.indexOf(card) + by]
  return (by > 0 ? beside?.rows[0] : beside?.rows.at(-1))?.row.id ?? null
}

function deeper(band: BandBox, { card, index }: At): string | null {
  const id = card.rows[index]?.row.id
  const child = band.cards.find((one) => one.table.parent === id && one.rows.length > 0)
  const level = card.table.level - 1
  return entrance(
    child ?? band.cards.find((one) => one.table.level === level && one.rows.length > 0),
  )
}

function higher(band: BandBox, { card }: At): string | null {
  const { parent, level } = card.table
  if (parent !== null && find(band, parent) !== null) return parent
  return entrance(band.cards.find((one) => one.table.level === level + 1))
}

/** Row that a key leads to, or null. */
function nextRow(band: BandBox, id: string, key: string): string | null {
  const at = find(band, id)
  if (at === null) return null
  const rows = at.card.rows
  if (key === 'ArrowDown') return vertical(band, at, 1)
  if (key === 'ArrowUp') return vertical(band, at, -1)
  if (key === 'ArrowRight') return deeper(band, at)
  if (key === 'ArrowLeft') return higher(band, at)
  if (key === 'Home') return rows[0]?.row.id ?? null
  if (key === 'End') return rows.at(-1)?.row.id ?? null
  return null
}

/** Moves the focus; keys that lead nowhere here stay what they are elsewhere on the page. */
export function handleGridKey(event: KeyboardEvent<HTMLElement>, band: BandBox): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null
  const { target } = event
  if (!(target instanceof HTMLElement)) return null
  const isArrow = event.key.startsWith('Arrow')
  const id = target.closest<HTMLElement>('[data-row]')?.dataset['row']
  if (id === undefined) return null
  const next = nextRow(band, id, event.key)
  if (next === null && !isArrow) return null
  // An arrow that has nowhere to go must not step in time while the focus is in the tables.
  event.preventDefault()
  event.stopPropagation()
  if (next === null) return null
  event.currentTarget.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus()
  return next
}

/** The row that tab reaches: the focused one as long as it is there, else the selected, else the active one. */
export function tabStopOf(band: BandBox, focused: string | null): string | null {
  const rows = band.cards.flatMap((card) => card.rows.map(({ row }) => row))
  const best =
    rows.find((row) => row.id === focused) ??
    rows.find((row) => row.kind === 'entry' && row.isSelected) ??
    rows.findLast((row) => row.kind === 'entry' && row.isActive) ??
    rows.find((row) => row.kind === 'entry') ??
    rows[0]
  return best?.id ?? null
}
