/** The glyphs of the entry states as path data in a box of 16: for swatches in SVG, and for cells on a canvas. */
import type { CellState } from '../../scene/map-words.ts'

export interface Glyph {
  readonly path: string
  readonly as: 'fill' | 'line'
}

export const GLYPHS: Readonly<Partial<Record<CellState, Glyph>>> = {
  'uffd-wp': {
    path: 'M8 3.4 11.7 4.6v3.1c0 2.3-1.5 3.9-3.7 4.8-2.2-.9-3.7-2.5-3.7-4.8V4.6z',
    as: 'fill',
  },
  table: { path: 'M4 8h7.2M8.2 4.9 11.4 8l-3.2 3.1', as: 'line' },
  marker: { path: 'M4.6 11.6V4.8L8 9.2l3.4-4.4v6.8', as: 'line' },
  swap: {
    path: 'M10.9 5.6C10.4 4.7 9.4 4.3 8 4.3c-1.7 0-2.8.7-2.8 1.85C5.2 8.8 11 7 11 9.8c0 1.2-1.2 2-3 2-1.6 0-2.7-.5-3.2-1.5',
    as: 'line',
  },
  'no-access': { path: 'M4 12 12 4', as: 'line' },
  present: {
    path: 'M5.7 6.1c0-1.5 1-2.4 2.4-2.4s2.3.9 2.3 2.1c0 1.8-2.3 1.9-2.3 3.8M8.1 12.1v.2',
    as: 'line',
  },
  migration: { path: 'M4 6h7M9 4l2 2-2 2M12 10H5M7 8l-2 2 2 2', as: 'line' },
}
