/** The swatch of an entry's state: fill, pattern and glyph together, so that no state is a colour alone. */
import type { CellState } from '../../scene/map-words.ts'
import { GLYPHS } from './glyphs.ts'
import './swatch.css'

/** Glyph of a state, in a box of 16; the letters are drawn, so that they look alike in every font. */
function Glyph({ state }: { readonly state: CellState }) {
  const glyph = GLYPHS[state]
  return glyph === undefined ? null : <path className={`glyph-${glyph.as}`} d={glyph.path} />
}

interface SwatchProps {
  readonly state: CellState
  /** A leaf of 2 MiB: twice as wide, with `2M` in it. */
  readonly huge?: boolean
}

export function Swatch({ state, huge = false }: SwatchProps) {
  return (
    <span className={`swatch swatch-${state}${huge ? ' swatch-huge' : ''}`} aria-hidden="true">
      {huge && state !== 'uffd-wp' ? null : (
        <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
          <Glyph state={state} />
        </svg>
      )}
      {huge ? <b>2M</b> : null}
    </span>
  )
}
