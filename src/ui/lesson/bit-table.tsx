/** The twelve low bits of an entry, before and after; those that are asked about are set by hand. */
import type { CSSProperties, KeyboardEvent } from 'react'
import { useRef } from 'react'
import type { Asked } from '../../lang/ast.ts'
import type { BitCell } from '../../scene/lesson-bits.ts'
import { changeWord } from '../../scene/lesson-words.ts'
import { Icon } from '../shared/icons.tsx'
import './bits.css'

interface BitTableProps {
  readonly cells: readonly BitCell[]
}

interface AskBitsProps extends BitTableProps {
  readonly onClaim: (asked: Asked, value: string) => void
}

/** A cell's column; the labels of the rows stand in the first. */
function column(at: number): CSSProperties {
  return { '--column': at + 2 } as CSSProperties
}

function Heads({ cells, isShort = false }: BitTableProps & { readonly isShort?: boolean }) {
  return cells.map(({ name, asked }, at) => (
    <span
      key={name.bit}
      className={asked === null ? 'lb-head' : 'lb-head lb-head-asked'}
      style={column(at)}
    >
      <span>{name.short}</span>
      {isShort ? null : (
        <>
          <small>{name.bit}</small>
          {/* Where it is asked the word stands under the answers. */}
          {asked === null ? <small className="lb-head-word">{name.word}</small> : null}
        </>
      )}
    </span>
  ))
}

function Before({ cells }: BitTableProps) {
  return cells.map(({ name, asked, before }, at) => (
    <span
      key={name.bit}
      className={`lb-before lb-${before === '1' ? 'one' : 'zero'}${asked === null ? '' : ' lb-asked'}`}
      style={column(at)}
    >
      {before}
    </span>
  ))
}

function wordsOf(cells: readonly BitCell[], value: (cell: BitCell) => string): string {
  return cells.map((cell) => `${cell.name.short} ${value(cell)}`).join(', ')
}

/** The prediction: the row above is the machine's, the cells below are the person's. */
export function AskBits({ cells, onClaim }: AskBitsProps) {
  const table = useRef<HTMLDivElement>(null)

  function onKeys(event: KeyboardEvent, asked: Asked): void {
    if (event.key !== '0' && event.key !== '1') return
    event.preventDefault()
    event.stopPropagation()
    onClaim(asked, event.key)
    // On to the next bit that has not been answered, as one reads.
    const open = [...(table.current?.querySelectorAll<HTMLElement>('.lb-cell-open') ?? [])]
    open.find((one) => one !== event.currentTarget)?.focus()
  }

  return (
    <div className="lbs lbs-ask" ref={table}>
      <p className="quiet">Before: {wordsOf(cells, ({ before }) => before)}.</p>
      <div className="lbs-machine" aria-hidden="true">
        <Heads cells={cells} />
        <span className="lbs-label lbs-label-before">before</span>
        <Before cells={cells} />
      </div>
      <span className="lbs-label lbs-label-after">
        after,
        <br />
        you say
      </span>
      {cells.map((cell, at) =>
        cell.asked === null ? (
          <span
            key={cell.name.bit}
            className={`lb-cell lb-${cell.claimed === '1' ? 'one' : 'zero'}`}
            style={column(at)}
            aria-hidden="true"
          >
            {cell.claimed}
          </span>
        ) : (
          <AskedBit key={cell.name.bit} cell={cell} at={at} onClaim={onClaim} onKeys={onKeys} />
        ),
      )}
    </div>
  )
}

interface AskedBitProps {
  readonly cell: BitCell
  readonly at: number
  readonly onClaim: (asked: Asked, value: string) => void
  readonly onKeys: (event: KeyboardEvent, asked: Asked) => void
}

function AskedBit({ cell, at, onClaim, onKeys }: AskedBitProps) {
  const { name, asked, claimed, before } = cell
  if (asked === null) return null
  const isOpen = claimed === '?'
  const shown = isOpen ? '' : `you say ${changeWord(before, claimed)}`
  const says = isOpen ? 'not answered' : `you say ${changeWord(before, claimed)}`
  return (
    <>
      <button
        type="button"
        className={`lb-cell lb-cell-asked${isOpen ? ' lb-cell-open' : ' lb-cell-said'}`}
        style={column(at)}
        aria-label={`${name.short}, bit ${name.bit}, ${name.word}: ${says}`}
        data-ask
        onClick={() => onClaim(asked, claimed === '1' ? '0' : '1')}
        onKeyDown={(event) => onKeys(event, asked)}
      >
        {claimed}
      </button>
      <fieldset className="lb-choice" style={column(at)} aria-label={`${name.short}, ${name.word}`}>
        <div className="lb-choice-pair">
          {['0', '1'].map((value) => (
            <button
              key={value}
              type="button"
              aria-label={`${name.short} ${value}`}
              aria-pressed={claimed === value}
              onClick={() => onClaim(asked, value)}
            >
              {value}
            </button>
          ))}
        </div>
        <p className="lb-word">{name.word}</p>
        <p className="lb-says">{shown}</p>
      </fieldset>
    </>
  )
}

/** The answer: what was, what was said, what the kernel did. */
export function AnswerBits({ cells }: BitTableProps) {
  return (
    <div className="lbs lbs-answer">
      <p className="quiet">
        {cells
          .filter(({ asked }) => asked !== null)
          .map(
            ({ name, before, claimed, after }) =>
              `${name.short}: before ${before}, you said ${claimed === '?' ? 'nothing' : claimed}, the kernel did ${after}.`,
          )
          .join(' ')}
      </p>
      <div className="lbs-machine" aria-hidden="true">
        <Heads cells={cells} isShort />
        <span className="lbs-label lbs-label-before">before</span>
        <Before cells={cells} />
        <span
          className={`lbs-label lbs-label-said${cells.some(({ isRight }) => isRight === false) ? ' lbs-label-wrong' : ''}`}
        >
          you said
        </span>
        {cells.map((cell, at) => (
          <Said key={cell.name.bit} cell={cell} at={at} />
        ))}
        <span className="lbs-label lbs-label-did">the kernel did</span>
        {cells.map(({ name, asked, after }, at) => (
          <span
            key={name.bit}
            className={`lb-cell lb-did lb-${after === '1' ? 'one' : 'zero'}${asked === null ? '' : ' lb-did-asked'}`}
            style={column(at)}
          >
            {after}
          </span>
        ))}
      </div>
    </div>
  )
}

function Said({ cell, at }: { readonly cell: BitCell; readonly at: number }) {
  const { asked, claimed, isRight } = cell
  if (asked === null) {
    return (
      <span className={`lb-said lb-${claimed === '1' ? 'one' : 'zero'}`} style={column(at)}>
        {claimed}
      </span>
    )
  }
  const look = isRight === null ? 'open' : isRight ? 'right' : 'wrong'
  return (
    <span className={`lb-said lb-said-asked lb-said-${look}`} style={column(at)}>
      {claimed}
      {isRight === null ? null : (
        <span className="lb-verdict">
          <Icon name={isRight ? 'check' : 'close'} size={13} />
        </span>
      )}
    </span>
  )
}
