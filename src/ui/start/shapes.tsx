/** Shapes of a small picture as SVG. */
import type { Tone } from '../../scene/map-ladder.ts'
import { LADDER } from '../../scene/map-ladder.ts'
import type { Shape } from '../../scene/miniature.ts'
import { CACHED } from '../../scene/miniature.ts'
import { GLYPHS } from '../shared/glyphs.ts'

/** The hatchings that swatches of every picture on the page are filled with. */
export function Hatchings() {
  return (
    <svg className="mini-hatchings" width="0" height="0" aria-hidden="true" focusable="false">
      <Hatching id="mini-read-only" of="ro" every={4} angle={45} />
      <Hatching id="mini-marker" of="mk" every={5} angle={-45} />
      <Hatching id="mini-blocked" of="uw" every={6} angle={45} />
    </svg>
  )
}

interface HatchingProps {
  readonly id: string
  readonly of: 'ro' | 'mk' | 'uw'
  readonly every: number
  readonly angle: number
}

function Hatching({ id, of, every, angle }: HatchingProps) {
  return (
    <pattern
      id={id}
      width={every}
      height={every}
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${angle})`}
    >
      <rect className={`mini-ground-${of}`} width={every} height={every} />
      <path className={`mini-hatch-${of}`} d={`M0.7 0v${every}`} />
    </pattern>
  )
}

type Of<K extends Shape['is']> = Extract<Shape, { is: K }>

export function Shapes({ shapes, tone }: { shapes: readonly Shape[]; tone: Tone }) {
  return shapes.map((shape, index) => (
    // A picture is a list of shapes without names: what stands at a place is drawn anew.
    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
    <ShapeOf key={index} shape={shape} tone={tone} />
  ))
}

function ShapeOf({ shape, tone }: { shape: Shape; tone: Tone }) {
  if (shape.is === 'swatch') return <SwatchOf shape={shape} />
  if (shape.is === 'text') return <TextOf shape={shape} />
  if (shape.is === 'box') return <BoxOf shape={shape} />
  if (shape.is === 'line') return <LineOf shape={shape} />
  return <CellsOf shape={shape} tone={tone} />
}

function SwatchOf({ shape }: { shape: Of<'swatch'> }) {
  const { x, y, size, w = size, state, look } = shape
  const glyph = w === size ? GLYPHS[state] : undefined
  return (
    <g transform={`translate(${x} ${y})`}>
      {look === 'ring' ? (
        <rect className="mini-ring" x={-4} y={-4} width={size + 8} height={size + 8} rx={6} />
      ) : null}
      <rect className={`mini-${state}`} x={0.5} y={0.5} width={w - 1} height={size - 1} rx={3} />
      {glyph === undefined ? null : (
        <path
          className={`mini-glyph-${state} mini-glyph-${glyph.as}`}
          d={glyph.path}
          transform={`scale(${size / 16})`}
        />
      )}
    </g>
  )
}

function TextOf({ shape }: { shape: Of<'text'> }) {
  const tone = shape.tone === undefined ? '' : ` mini-tone-${shape.tone}`
  return (
    <text
      className={`mini-text mini-${shape.face}${tone}`}
      x={shape.x}
      y={shape.y}
      textAnchor={shape.anchor ?? 'start'}
    >
      {shape.text}
    </text>
  )
}

const RADII: Readonly<Partial<Record<Of<'box'>['look'], number>>> = {
  bar: 2,
  changed: 0,
  bad: 6,
  guard: 1,
  differs: 6,
}

function BoxOf({ shape: { x, y, w, h, look } }: { shape: Of<'box'> }) {
  const radius = RADII[look] ?? 4
  return (
    <>
      <rect className={`mini-box mini-box-${look}`} x={x} y={y} width={w} height={h} rx={radius} />
      {look === 'shared' ? (
        <rect className="mini-box-inner" x={x + 3} y={y + 3} width={w - 6} height={h - 6} rx={2} />
      ) : null}
    </>
  )
}

function LineOf({ shape: { d, look, head } }: { shape: Of<'line'> }) {
  return (
    <g className={`mini-line mini-line-${look}`}>
      <path className="line" d={d} />
      {head === undefined ? null : (
        <path
          className="head"
          d={
            head.to === 'right'
              ? `M${head.x} ${head.y}l-7.5 -4v8z`
              : `M${head.x} ${head.y}l-4 7.5h8z`
          }
        />
      )}
    </g>
  )
}

/** All cells of one colour are one path. */
function CellsOf({ shape, tone }: { shape: Of<'cells'>; tone: Tone }) {
  const { cells, columns, size, gap } = shape
  const byColour = new Map<string, string>()
  const side = (size - gap).toFixed(2)
  for (const [i, cell] of cells.entries()) {
    const tints = LADDER[tone].get(cell & 15)
    const tint = tints?.[((i % columns) + Math.floor(i / columns)) % tints.length] ?? 0
    const colour = cell === CACHED ? 'var(--hair2)' : `#${tint.toString(16).padStart(6, '0')}`
    const x = (shape.x + (i % columns) * size).toFixed(2)
    const y = (shape.y + Math.floor(i / columns) * size).toFixed(2)
    byColour.set(colour, `${byColour.get(colour) ?? ''}M${x} ${y}h${side}v${side}h-${side}z`)
  }
  return [...byColour].map(([colour, d]) => <path key={colour} d={d} style={{ fill: colour }} />)
}
