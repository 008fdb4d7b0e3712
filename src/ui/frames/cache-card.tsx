/** The page cache of a file: one square a page, and the card of the page that a marker guards. */
import { memo } from 'react'
import { countText } from '../../base/count-text.ts'
import type { CacheBlock, Cell, Guard } from '../../scene/caches-model.ts'
import type { CacheBox } from '../../scene/scene.ts'
import { cellsPath } from '../../scene/shapes.ts'
import { Swatch } from '../shared/swatch.tsx'

const CELL_NAMES: readonly (readonly [Cell, string, string])[] = [
  ['c', 'cached', 'cached, not mapped'],
  ['m', 'mapped', 'mapped'],
  ['d', 'dirty', 'dirty, not mapped'],
  ['s', 'swapped', 'swapped out'],
  ['.', 'hole', 'hole'],
]

function indexesOf(cells: string, cell: Cell): number[] {
  const found: number[] = []
  for (let i = 0; i < cells.length; i++) if (cells[i] === cell) found.push(i)
  return found
}

function countsInWords(block: CacheBlock): string {
  const counts = CELL_NAMES.map(([cell, , words]) => {
    const count = indexesOf(block.cells, cell).length
    return count === 0 ? '' : `${count} ${words}`
  })
  const guarded = block.guarded.length
  return [...counts, guarded === 0 ? '' : `${guarded} guarded by a marker`]
    .filter(Boolean)
    .join('; ')
}

/** One outlined square: guarded, or the page in the middle of things. */
function Outline({ index, box, kind }: { index: number; box: CacheBox; kind: string }) {
  const grow = box.cell > 8 ? 1 : 2.5
  const side = box.cell - (box.cell > 8 ? 2 : 1)
  return (
    <rect
      className={`cell-outline cell-${kind}`}
      x={(index % box.columns) * box.cell - grow}
      y={Math.floor(index / box.columns) * box.cell - grow}
      width={side + 2 * grow}
      height={side + 2 * grow}
    />
  )
}

const Grid = memo(function Grid({
  block,
  box,
}: {
  readonly block: CacheBlock
  readonly box: CacheBox
}) {
  const rows = Math.ceil(block.cells.length / box.columns)
  const { active, guarded } = block
  const marks = guarded.length > 64 ? guarded.slice(0, 64) : guarded
  return (
    <svg
      className="cache-grid"
      width={box.w}
      height={rows * box.cell}
      role="img"
      aria-label={`${block.title}: ${countsInWords(block)}`}
    >
      {CELL_NAMES.map(([cell, name]) => (
        <path
          key={name}
          className={`cell cell-${name}`}
          d={cellsPath(indexesOf(block.cells, cell), box.columns, box.cell)}
        />
      ))}
      {active === null || guarded.includes(active) ? null : (
        <Outline index={active} box={box} kind="active" />
      )}
      {marks.map((index) => (
        <Outline key={index} index={index} box={box} kind="guarded" />
      ))}
    </svg>
  )
})

export function GuardCard({ guard, top }: { readonly guard: Guard; readonly top?: number }) {
  return (
    <div
      className="guard"
      style={top === undefined ? {} : { position: 'absolute', top, left: 0, right: 0 }}
    >
      <p className="frame-line mono">
        <b>{guard.name}</b>
        <b>{guard.value}</b>
      </p>
      <p className="guard-text">{guard.text}</p>
    </div>
  )
}

function Kind({ kind }: { readonly kind: CacheBox['kinds'][number] }) {
  if (kind === 'guarded') {
    return (
      <li>
        <Swatch state="marker" />
        uffd-wp marker
      </li>
    )
  }
  const [, name, words] = CELL_NAMES.find(([cell]) => cell === kind) ?? []
  return (
    <li>
      <svg width="15" height="15" aria-hidden="true">
        <rect className={`cell cell-${name}`} x="3" y="3" width="9" height="9" />
      </svg>
      {words}
    </li>
  )
}

export const CacheCard = memo(function CacheCard({ box }: { readonly box: CacheBox }) {
  const { cache } = box
  return (
    <section
      className="cache"
      aria-label={cache.title}
      data-pose={cache.id}
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <p className="cache-head">
        <b>{cache.title}</b>
        <span>{countText(cache.pages)} pages</span>
      </p>
      {cache.blocks.map((block, i) => (
        <div key={block.id} className="cache-block" style={{ top: (box.grids[i] ?? 24) - 24 }}>
          <p className="cache-block-head">
            <span className="mono">{block.title}</span>
            <span>{block.note}</span>
          </p>
          <Grid block={block} box={box} />
        </div>
      ))}
      {cache.moreBlocks === 0 ? null : (
        <p className="cache-more" style={{ bottom: box.h - (box.guard ?? box.legend) + 8 }}>
          and {cache.moreBlocks} more {cache.moreBlocks === 1 ? 'block' : 'blocks'} of 512
        </p>
      )}
      {cache.guard === null || box.guard === null ? null : (
        <GuardCard guard={cache.guard} top={box.guard} />
      )}
      <ul className="cache-legend" style={{ top: box.legend }}>
        {box.kinds.map((kind) => (
          <Kind key={kind} kind={kind} />
        ))}
      </ul>
    </section>
  )
})
