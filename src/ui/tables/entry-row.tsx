/** One entry of a table, or a run of equal ones, as a row of the tree grid. */
import { memo } from 'react'
import { STATE_WORDS } from '../../scene/decode-entry.ts'
import type { EntryRow as Entry, RunRow as Run } from '../../scene/rows.ts'
import type { RowBox } from '../../scene/scene.ts'
import { select, toggleRun } from '../../store/view.ts'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'

const LETTER_NAMES = ['W', 'U', 'A', 'D'] as const

/** `W · A D`, each in a cell of its own; the changed ones boxed. */
function Letters({ row }: { readonly row: Entry }) {
  if (row.letters === null) {
    const keepsU = row.uffdWp && row.state !== 'marker'
    return keepsU ? <b className="letter letter-U">U</b> : null
  }
  return row.letters.map((letter, i) => {
    const isBoxed = row.change?.letters[i] === true
    const kind = letter === '·' ? 'clear' : letter
    return (
      <b key={LETTER_NAMES[i]} className={`letter letter-${kind}${isBoxed ? ' is-boxed' : ''}`}>
        {letter}
      </b>
    )
  })
}

function flagsInWords(row: Entry): string {
  if (row.letters === null) return row.uffdWp ? 'uffd-wp kept' : ''
  const [w, u, a, d] = row.letters
  const words = [
    w === 'W' ? 'writable' : 'not writable',
    u === 'U' ? 'uffd-wp' : '',
    a === 'A' ? 'accessed' : '',
    d === 'D' ? 'dirty' : d === 'd' ? 'dirty, kept in SAVED_DIRTY' : '',
  ]
  return words.filter(Boolean).join(', ')
}

function StaleLine({ row }: { readonly row: Entry }) {
  if (row.stale === null) return null
  const { cpus, writable, frame } = row.stale
  return (
    <span className="stale-line">
      <span>CPU {cpus.join(', ')} still has</span>
      <span className="mono">
        {writable ? 'W' : 'R'} {frame}
      </span>
    </span>
  )
}

/** The value before the step, which lifts and fades while the new one settles. */
function OldValue({ row, step }: { readonly row: Entry; readonly step: number }) {
  if (row.change === null || row.change.step !== step) return null
  const before = row.change.beforeRow
  return (
    <span className="entry-line entry-old" data-pose={`old-${row.id}`} aria-hidden="true">
      <Swatch state={before.state} huge={before.huge} />
      <span className="entry-index">{row.index}</span>
      <span className="entry-label">{before.label}</span>
      <span className="entry-letters">
        {before.letters?.map((letter, i) => (
          <b key={LETTER_NAMES[i]} className={`letter letter-${letter === '·' ? 'clear' : letter}`}>
            {letter}
          </b>
        ))}
      </span>
    </span>
  )
}

function selectRow(row: Entry): void {
  select({ mm: row.mm, vpn: row.vpn, level: row.level, entry: row.entry })
}

interface EntryProps {
  readonly row: Entry
  readonly h: number
  readonly step: number
  readonly isTabStop: boolean
}

const EntryLine = memo(function EntryLine({ row, h, step, isTabStop }: EntryProps) {
  const classes = ['row', 'entry', `state-${row.state}`]
  if (row.isActive) classes.push('is-active')
  if (row.change !== null) classes.push('is-changed')
  if (row.huge) classes.push('is-huge')
  if (row.index > 99) classes.push('has-long-index')
  return (
    <tr
      className={classes.join(' ')}
      style={{ height: h }}
      data-row={row.id}
      data-pose={`row-${row.id}`}
      aria-level={5 - row.level}
      aria-selected={row.isSelected}
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => selectRow(row)}
      onFocus={() => selectRow(row)}
    >
      <td className="entry-cell">
        <OldValue row={row} step={step} />
        <span className="entry-line" data-pose={`now-${row.id}`}>
          <Swatch state={row.state} huge={row.huge} />
          <span className="quiet">
            {row.page === null ? '' : `${row.page}, `}
            {STATE_WORDS[row.state]}, entry
          </span>
          <span className="entry-index">{row.index}</span>
          <span className={row.state === 'marker' || row.zero ? 'entry-words' : 'entry-label'}>
            {row.label}
          </span>
          <span className="entry-letters" aria-hidden="true">
            <Letters row={row} />
          </span>
          <span className="quiet">{flagsInWords(row)}</span>
        </span>
        {row.change === null ? null : (
          <span className="entry-change">
            <ChangeWords text={row.change.what} />
            <ChangeWords text={row.change.still} />
          </span>
        )}
        <StaleLine row={row} />
      </td>
    </tr>
  )
})

/** `U 1 → 0`: a letter of the row stands in its face. */
function ChangeWords({ text }: { readonly text: string }) {
  if (text === '') return null
  const letter = /^[WUADd](?= )/.exec(text)?.[0]
  return (
    <span>
      {letter === undefined ? null : <b className="mono">{letter}</b>}
      {letter === undefined ? text : text.slice(1)}
    </span>
  )
}

interface RunProps {
  readonly row: Run
  readonly h: number
  readonly level: number
  readonly isTabStop: boolean
}

const RunLine = memo(function RunLine({ row, h, level, isTabStop }: RunProps) {
  return (
    <tr
      className={`row run run-${row.of}`}
      style={{ height: h }}
      data-row={row.id}
      aria-level={5 - level}
      aria-expanded={row.isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => toggleRun(row.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        toggleRun(row.id)
      }}
    >
      <td className="run-cell">
        <span>{row.label}</span>
        {row.side === '' ? null : <span className="run-side">{row.side}</span>}
        <i className="run-lines" />
        <span className="run-chevron">
          <Icon name={row.isOpen ? 'chevronUp' : 'chevronDown'} size={12} />
        </span>
      </td>
    </tr>
  )
})

interface RowProps {
  readonly box: RowBox
  readonly level: number
  readonly step: number
  readonly isTabStop: boolean
}

export const Row = memo(function Row({ box, level, step, isTabStop }: RowProps) {
  const { row, h } = box
  return row.kind === 'entry' ? (
    <EntryLine row={row} h={h} step={step} isTabStop={isTabStop} />
  ) : (
    <RunLine row={row} h={h} level={level} isTabStop={isTabStop} />
  )
})
