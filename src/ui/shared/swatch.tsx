/** The swatch of an entry's state: fill, pattern and glyph together, so that no state is a colour alone. */
import type { LegendState } from '../../scene/stage-model.ts'
import './swatch.css'

const SHIELD = 'M8 3.4 11.7 4.6v3.1c0 2.3-1.5 3.9-3.7 4.8-2.2-.9-3.7-2.5-3.7-4.8V4.6z'

/** Glyph of a state, in a box of 16; the letters are drawn, so that they look alike in every font. */
function Glyph({ state }: { readonly state: LegendState }) {
  if (state === 'uffd-wp') return <path className="glyph-fill" d={SHIELD} />
  if (state === 'table') {
    return <path className="glyph-line" d="M4 8h7.2M8.2 4.9 11.4 8l-3.2 3.1" />
  }
  if (state === 'marker') return <path className="glyph-line" d="M4.6 11.6V4.8L8 9.2l3.4-4.4v6.8" />
  if (state === 'swap') {
    return (
      <path
        className="glyph-line"
        d="M10.9 5.6C10.4 4.7 9.4 4.3 8 4.3c-1.7 0-2.8.7-2.8 1.85C5.2 8.8 11 7 11 9.8c0 1.2-1.2 2-3 2-1.6 0-2.7-.5-3.2-1.5"
      />
    )
  }
  if (state === 'no-access') return <path className="glyph-line" d="M4 12 12 4" />
  if (state === 'migration')
    return <path className="glyph-line" d="M4 6h7M9 4l2 2-2 2M12 10H5M7 8l-2 2 2 2" />
  return null
}

interface SwatchProps {
  readonly state: LegendState
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
