/** The way from the root to the page, as cards with an arrow from each entry to the next table. */
import type { SideDiff } from '../../scene/side-diff.ts'
import type { SideEntry, SideTable } from '../../store/desk-types.ts'
import { Swatch } from '../shared/swatch.tsx'
import { Differs } from './differs.tsx'

const HEAD = 26
const ROW = 27
const FOLD = 19
const GAP = 20
/** Below this the upper tables stand under each other, one entry each. */
const WIDE = 480
const CRUMB_H = 33
const CRUMB_GAP = 10

interface Card {
  readonly table: SideTable
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Middle of the row that leads on, or of the head where the card has no rows of its own. */
  readonly out: number
  readonly isCrumb: boolean
}

function heightOf(table: SideTable): number {
  return table.rows.reduce((sum, row) => sum + (row.kind === 'entry' ? ROW : FOLD), HEAD) + 2
}

function outOf(table: SideTable): number {
  let y = HEAD + 1
  for (const row of table.rows) {
    const h = row.kind === 'entry' ? ROW : FOLD
    if (row.kind === 'entry' && row.isFocus) return y + h / 2
    y += h
  }
  return HEAD / 2
}

function cardsOf(tables: readonly SideTable[], width: number): readonly Card[] {
  const pteW = width < WIDE ? width * 0.58 : Math.max(176, width * 0.36)
  if (width >= WIDE) {
    const upperW = (width - pteW - 3 * GAP) / 3
    return tables.map((table, i) => ({
      table,
      x: i * (upperW + GAP),
      y: 0,
      w: table.name === 'PTE' ? pteW : upperW,
      h: heightOf(table),
      out: outOf(table),
      isCrumb: false,
    }))
  }
  return tables.map((table, i) =>
    table.name === 'PTE'
      ? { table, x: width - pteW, y: 0, w: pteW, h: heightOf(table), out: 0, isCrumb: false }
      : {
          table,
          x: 0,
          y: i * (CRUMB_H + CRUMB_GAP),
          w: width - pteW - GAP,
          h: CRUMB_H,
          out: CRUMB_H / 2,
          isCrumb: true,
        },
  )
}

function pathBetween(from: Card, to: Card): string {
  if (from.isCrumb && to.isCrumb) {
    return `M14 ${from.y + from.h} V${to.y - 2}`
  }
  const x0 = from.x + from.w
  const y0 = from.y + from.out
  const x1 = to.x - 4
  const y1 = to.y + HEAD / 2
  const middle = (x0 + x1) / 2
  return `M${x0} ${y0} C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`
}

function headBetween(from: Card, to: Card): string {
  if (from.isCrumb && to.isCrumb) return `M10.5 ${to.y - 6} L14 ${to.y - 1} L17.5 ${to.y - 6} Z`
  const [x, y] = [to.x - 1, to.y + HEAD / 2]
  return `M${x - 6} ${y - 3.5} L${x} ${y} L${x - 6} ${y + 3.5} Z`
}

interface TablesProps {
  readonly tables: readonly SideTable[]
  readonly diff: SideDiff
  readonly width: number
}

export function SideTables({ tables, diff, width }: TablesProps) {
  const cards = cardsOf(tables, width)
  const height = Math.max(...cards.map((card) => card.y + card.h)) + 2
  return (
    <div className="side-tables" style={{ height, width }}>
      <svg width={width} height={height} aria-hidden="true" focusable="false">
        {cards.slice(1).map((card, i) => (
          <g key={card.table.name}>
            <path className="side-link" d={pathBetween(cards[i] as Card, card)} />
            <path className="side-link-head" d={headBetween(cards[i] as Card, card)} />
          </g>
        ))}
      </svg>
      {cards.map((card) => (
        <TableBox key={card.table.name} card={card} diff={diff} />
      ))}
    </div>
  )
}

function TableBox({ card, diff }: { readonly card: Card; readonly diff: SideDiff }) {
  const { table } = card
  const place = { left: card.x, top: card.y, width: card.w, height: card.h }
  if (card.isCrumb) {
    const row = table.rows.find((one): one is SideEntry => one.kind === 'entry' && one.isFocus)
    const isDiffering = row !== undefined && diff.entries.has(`${table.name} ${row.index}`)
    return (
      <p className={`side-crumb${isDiffering ? ' is-differing' : ''}`} style={place}>
        <b>{table.name}</b>
        {row === undefined ? null : (
          <>
            <Swatch state={row.state as never} huge={row.huge} />
            <code>{row.index}</code>
            <code className="side-crumb-label">{row.label}</code>
          </>
        )}
        {isDiffering ? <Differs /> : null}
      </p>
    )
  }
  return (
    <div className="side-table" style={place}>
      <p className="side-table-head">
        <b>{table.name}</b> <code>{table.label}</code>
      </p>
      {table.rows.map((row) =>
        row.kind === 'fold' ? (
          <p key={row.text} className="side-fold">
            <span>{row.text}</span>
            <i />
          </p>
        ) : (
          <Entry
            key={row.index}
            row={row}
            isLeaf={table.name === 'PTE'}
            isDiffering={diff.entries.has(`${table.name} ${row.index}`)}
          />
        ),
      )}
    </div>
  )
}

interface EntryProps {
  readonly row: SideEntry
  readonly isLeaf: boolean
  readonly isDiffering: boolean
}

const LETTERS = ['W', 'U', 'A', 'D'] as const

function Entry({ row, isLeaf, isDiffering }: EntryProps) {
  const classes = ['side-entry', `side-entry-${row.state}`]
  if (isDiffering) classes.push('is-differing')
  if (!isLeaf) classes.push('is-upper')
  return (
    <p className={classes.join(' ')}>
      <Swatch state={row.state as never} huge={row.huge} />
      <code>{row.index}</code>
      <code className="side-entry-label">{row.label}</code>
      {row.letters === null ? null : (
        <span className="side-letters">
          {row.letters.map((letter, i) => (
            <b key={LETTERS[i]} className={`letter letter-${letter === '·' ? 'clear' : letter}`}>
              {letter}
            </b>
          ))}
        </span>
      )}
      {isDiffering ? <Differs /> : null}
    </p>
  )
}
