/**
 * Colours of cells under 8 px: a ladder of lightness, so that the states differ without colour, too. The same numbers
 * as in the design; a test keeps neighbours on the ladder 8 or more apart in L*.
 */
import {
  CELL_CLASSES,
  CELL_HUGE,
  CELL_MARKER,
  CELL_MIGRATION,
  CELL_NO_ACCESS,
  CELL_NO_TABLE,
  CELL_NONE,
  CELL_OUTSIDE,
  CELL_PRESENT,
  CELL_READ_ONLY,
  CELL_SWAP,
  CELL_UFFD_WP,
  CELL_WRITABLE,
} from './map-cells.ts'

export type Tone = 'light' | 'dark'

/** One colour, or two that alternate from cell to cell, as 0xrrggbb. */
type Tint = readonly [number] | readonly [number, number]

export const LADDER: Readonly<Record<Tone, ReadonlyMap<number, Tint>>> = {
  light: new Map<number, Tint>([
    [CELL_SWAP, [0x762f5b]],
    [CELL_MIGRATION, [0x762f5b, 0xfaf9f6]],
    [CELL_WRITABLE, [0x15669e]],
    [CELL_PRESENT, [0x15669e, 0x2c7cb6]],
    [CELL_UFFD_WP, [0xde7a2c]],
    [CELL_READ_ONLY, [0x62b6e6, 0xb4ddf5]],
    [CELL_NO_ACCESS, [0x8a857a, 0xfaf9f6]],
    [CELL_MARKER, [0xefc76c, 0xfcefcb]],
    [CELL_NONE, [0xfaf9f6]],
    [CELL_NO_TABLE, [0xfaf9f6]],
    [CELL_OUTSIDE, [0xf2f0ea]],
  ]),
  dark: new Map<number, Tint>([
    [CELL_SWAP, [0x9b6088]],
    [CELL_MIGRATION, [0x9b6088, 0x12171c]],
    [CELL_WRITABLE, [0x1e6492]],
    [CELL_PRESENT, [0x1e6492, 0x2a78ac]],
    [CELL_UFFD_WP, [0xcc7638]],
    [CELL_READ_ONLY, [0x7fbee2, 0xa9d6f0]],
    [CELL_NO_ACCESS, [0x6e7a86, 0x12171c]],
    [CELL_MARKER, [0x665522, 0x2c2716]],
    [CELL_NONE, [0x12171c]],
    [CELL_NO_TABLE, [0x12171c]],
    [CELL_OUTSIDE, [0x0d1115]],
  ]),
}

/** The sparse hatch where there is no page table. */
const HATCH: Readonly<Record<Tone, number>> = { light: 0xcfcabd, dark: 0x39434d }

/** Phases of the pattern along a diagonal. */
const PHASES = 8

/** 0xrrggbb as a word of ImageData on a little-endian machine, opaque. */
function pixel(rgb: number): number {
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >>> 16)) >>> 0
}

/** Pixels by class and by phase: `lut[cell * 8 + (x + y) % 8]`. */
export function ladderLut(tone: Tone): Uint32Array {
  const lut = new Uint32Array(2 * CELL_HUGE * PHASES)
  for (let cell = 0; cell < CELL_CLASSES; cell++) {
    const [one, other = one] = LADDER[tone].get(cell) ?? [0]
    for (let phase = 0; phase < PHASES; phase++) {
      const isHatched = cell === CELL_NO_TABLE && phase === 0
      const rgb = isHatched ? HATCH[tone] : (phase & 1) === 0 ? one : other
      lut[cell * PHASES + phase] = pixel(rgb)
      lut[(cell | CELL_HUGE) * PHASES + phase] = pixel(rgb)
    }
  }
  return lut
}

/** From so many pixels on, filling or copying them is worth a call. */
const BULK_FROM = 32

/** Colours every cell: `columns` cells a row, one pixel each. Like cells side by side are coloured together. */
export function paintCells(
  cells: Uint8Array,
  columns: number,
  lut: Uint32Array,
  pixels: Uint32Array,
): void {
  if (((columns | cells.length | cells.byteOffset) & 3) !== 0) {
    for (let row = 0, y = 0; row < cells.length; row += columns, y++) {
      paintEach(cells, lut, pixels, row, Math.min(cells.length, row + columns), y)
    }
    return
  }
  const quads = new Uint32Array(cells.buffer, cells.byteOffset, cells.length >> 2)
  const patterns: Uint32Array[] = []
  for (let row = 0, y = 0; row < cells.length; row += columns, y++) {
    const end = Math.min(cells.length, row + columns)
    for (let i = row; i < end; ) {
      const quad = (quads[i >> 2] as number) | 0
      let next = i + 4
      while (next < end && ((quads[next >> 2] as number) | 0) === quad) next += 4
      const cell = quad & 0xff
      const phase = y + i - row
      if (next - i < BULK_FROM || quad !== Math.imul(cell, 0x01010101)) {
        for (let k = i; k < next; k += 4) paintQuad(quad, lut, pixels, k, phase + k - i)
      } else if (isSolid(lut, cell)) {
        pixels.fill(lut[cell << 3] as number, i, next)
      } else {
        patterns[cell] ??= patternOf(lut, cell, columns)
        const from = phase & 7
        pixels.set((patterns[cell] as Uint32Array).subarray(from, from + next - i), i)
      }
      i = next
    }
  }
}

function paintEach(
  cells: Uint8Array,
  lut: Uint32Array,
  pixels: Uint32Array,
  from: number,
  to: number,
  firstPhase: number,
): void {
  for (let i = from, phase = firstPhase; i < to; i++, phase++) {
    pixels[i] = lut[((cells[i] as number) << 3) | (phase & 7)] as number
  }
}

/** Four cells, the first of them in the lowest byte. */
function paintQuad(
  quad: number,
  lut: Uint32Array,
  pixels: Uint32Array,
  at: number,
  phase: number,
): void {
  pixels[at] = lut[((quad << 3) & 0x7f8) | (phase & 7)] as number
  pixels[at + 1] = lut[((quad >>> 5) & 0x7f8) | ((phase + 1) & 7)] as number
  pixels[at + 2] = lut[((quad >>> 13) & 0x7f8) | ((phase + 2) & 7)] as number
  pixels[at + 3] = lut[((quad >>> 21) & 0x7f8) | ((phase + 3) & 7)] as number
}

/** Is a class of one colour, whatever the phase? */
function isSolid(lut: Uint32Array, cell: number): boolean {
  const first = lut[cell << 3]
  for (let phase = 1; phase < PHASES; phase++) {
    if (lut[(cell << 3) | phase] !== first) return false
  }
  return true
}

/** A row of pixels of one class, from phase 0 on, longer than a row by the phases. */
function patternOf(lut: Uint32Array, cell: number, columns: number): Uint32Array {
  const pattern = new Uint32Array(columns + PHASES)
  for (let phase = 0; phase < pattern.length; phase++) {
    pattern[phase] = lut[(cell << 3) | (phase & 7)] as number
  }
  return pattern
}
