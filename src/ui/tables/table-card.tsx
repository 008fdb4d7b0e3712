/** One page table: its head, and its entries as rows. */
import { memo } from 'react'
import type { CardBox } from '../../scene/scene.ts'
import { FunctionName } from '../shared/term.tsx'
import { Row } from './entry-row.tsx'

interface CardProps {
  readonly card: CardBox
  readonly step: number
  /** Row of the tree grid that tab reaches. */
  readonly tabStop: string | null
}

export const TableCard = memo(function TableCard({ card, step, tabStop }: CardProps) {
  const { table } = card
  const classes = ['card', `level-${table.level}`]
  if (table.isActive) classes.push('is-active')
  if (table.isFolded) classes.push('is-folded')
  if (table.made !== null) classes.push('is-new')
  if (card.w < (table.level === 1 ? 160 : 104)) classes.push('is-narrow')
  return (
    <tbody
      className={classes.join(' ')}
      style={{ left: card.x, top: card.y, width: card.w, height: card.h }}
      data-pose={table.id}
      aria-label={`${table.name} table ${table.label}`}
    >
      <tr className="card-head" aria-level={5 - table.level}>
        <th scope="rowgroup">
          <b>{table.name}</b>
          <span className="mono">
            {table.made === null ? null : (
              <>
                <span className="plus" aria-hidden="true">
                  +
                </span>
                <span className="quiet">new </span>
              </>
            )}
            {table.label}
          </span>
        </th>
      </tr>
      {card.rows.map((box) => (
        <Row
          key={box.row.id}
          box={box}
          level={table.level}
          step={step}
          isTabStop={box.row.id === tabStop}
        />
      ))}
    </tbody>
  )
})

/** Under a new table: the function that made it. */
export const NewCaption = memo(function NewCaption({ card }: { readonly card: CardBox }) {
  if (card.table.made === null) return null
  const { fn } = card.table.made
  return (
    <p
      className="new-caption"
      data-pose={card.table.id}
      style={{ left: card.x - 9, top: card.y + card.h + 4, width: card.w + 18 }}
    >
      <b>new</b> {fn === '' ? null : <FunctionName fn={`${fn}()`} />}
    </p>
  )
})
