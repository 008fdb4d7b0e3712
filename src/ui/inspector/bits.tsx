/** The bits of an entry: fields above, twelve cells below, the digits; what changed is marked in all of them. */
import type { KeyboardEvent } from 'react'
import { memo, useState } from 'react'
import type { BitCell, BitField, DigitRun, EntryBits } from '../../scene/entry-bits.ts'
import { Tip } from '../shared/tip.tsx'
import { useGlossary } from '../shared/use-glossary.ts'
import { BitLife } from './bit-life.tsx'

function Field({ field }: { readonly field: BitField }) {
  const meanings = useGlossary()?.FIELD_MEANINGS
  const says = meanings?.[field.name] ?? meanings?.[field.name.split(',')[0] ?? '']
  return (
    <div
      className={`bit-field${field.isChanged ? ' is-changed' : ''}`}
      style={{ flexGrow: field.weight }}
      title={says}
    >
      <span className="bit-range mono">{field.bits}</span>
      <span className="bit-value">
        <b className="mono">{field.value}</b>
        <span>{field.name}</span>
      </span>
    </div>
  )
}

function MeaningOf({ cell, bits }: { readonly cell: BitCell; readonly bits: EntryBits }) {
  const meaning = useGlossary()?.bitMeaning(bits.layout, cell.bit)
  if (meaning === undefined) return null
  return (
    <>
      <span className="tip-head">
        <b>
          Bit {cell.bit}, {meaning.name}
        </b>
        <span className="mono">{meaning.constant}</span>
      </span>
      {meaning.says}
    </>
  )
}

interface ColumnProps {
  readonly cell: BitCell
  readonly bits: EntryBits
  readonly entry: number
  readonly isTabStop: boolean
  readonly isPinned: boolean
  readonly onEnter: () => void
  readonly onPin: () => void
}

function Column({ cell, bits, entry, isTabStop, isPinned, onEnter, onPin }: ColumnProps) {
  const name = useGlossary()?.bitMeaning(bits.layout, cell.bit).name ?? cell.name
  const change = cell.isChanged ? `, was ${cell.before}` : ''
  return (
    <Tip
      says={<MeaningOf cell={cell} bits={bits} />}
      more={() => <BitLife entry={entry} bit={cell.bit} now={cell.now} />}
      side="below"
    >
      {(hooks) => (
        <button
          type="button"
          className={`bit${cell.isChanged ? ' is-changed' : ''}`}
          tabIndex={isTabStop ? 0 : -1}
          data-bit={cell.bit}
          aria-pressed={isPinned}
          onClick={onPin}
          {...hooks}
          onFocus={(event) => {
            onEnter()
            hooks.onFocus(event)
          }}
        >
          <span className="bit-number">{cell.bit}</span>
          {bits.before === null ? null : (
            <span className={`bit-cell bit-${cell.before}`}>{cell.before}</span>
          )}
          <span className={`bit-cell bit-now bit-${cell.now}`}>{cell.now}</span>
          <span className="bit-name">{cell.name}</span>
          <span className="quiet">
            , {name}: {cell.now}
            {change}
          </span>
        </button>
      )}
    </Tip>
  )
}

/** Left and right through the bits; one stop for tab. */
function moveAmongBits(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
  if (by === 0 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bit]')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  event.stopPropagation()
  buttons[at + by]?.focus()
}

function Digits({ runs, name }: { readonly runs: readonly DigitRun[]; readonly name: string }) {
  let at = 0
  return (
    <p className="digits">
      <span className="bits-label">{name}</span>
      <span className="mono">
        0x
        {runs.map((run) => {
          at += run.text.length
          return (
            <span key={at} className={run.isChanged ? 'digit-changed' : ''}>
              {run.text}
            </span>
          )
        })}
      </span>
    </p>
  )
}

interface BitsProps {
  readonly bits: EntryBits
  /** Its first word: by it its life is known. */
  readonly entry: number
  /** Name by which the stage moves the entry's row: the bits flash with it. */
  readonly pose: string
  /** The bit whose life alone is told below; pressed again it is let go. */
  readonly pinned: number | null
  readonly pin: (bit: number | null) => void
}

export const Bits = memo(function Bits({ bits, entry, pose, pinned, pin }: BitsProps) {
  const [focused, setFocused] = useState(11)
  return (
    <section className={`bits bits-${bits.layout}`} aria-label="Bits of the entry" data-pose={pose}>
      <div className="bit-fields">
        {bits.fields.map((field) => (
          <Field key={field.bits} field={field} />
        ))}
      </div>
      <div className="bit-rows">
        <div className="bits-labels" aria-hidden="true">
          <span>bit</span>
          {bits.before === null ? null : <span>before</span>}
          <b>now</b>
        </div>
        <div
          className="bit-columns"
          role="toolbar"
          aria-label="Bits 11 to 0"
          onKeyDown={moveAmongBits}
        >
          {bits.cells.map((cell) => (
            <Column
              key={cell.bit}
              cell={cell}
              bits={bits}
              entry={entry}
              isPinned={cell.bit === pinned}
              onPin={() => pin(cell.bit === pinned ? null : cell.bit)}
              isTabStop={cell.bit === focused}
              onEnter={() => setFocused(cell.bit)}
            />
          ))}
        </div>
      </div>
      {bits.note === null ? null : <p className="bits-note">{bits.note}</p>}
      {bits.before === null ? null : <Digits runs={bits.before} name="before" />}
      <Digits runs={bits.now} name="now" />
    </section>
  )
})
