/** One side at the moment of the cursor: the way to the page, its bits, the values around, and who waits. */
import { useRef } from 'react'
import type { SideDiff } from '../../scene/side-diff.ts'
import { useCompare } from '../../store/compare.ts'
import type { SideLine, SideMoment } from '../../store/desk-types.ts'
import { Icon } from '../shared/icons.tsx'
import { OutcomeName } from '../shared/term.tsx'
import { useSize } from '../tables/use-size.ts'
import { Differs } from './differs.tsx'
import { SideHead } from './side-head.tsx'
import { SideTables } from './side-tables.tsx'

interface SideProps {
  readonly which: 'a' | 'b'
  readonly moment: SideMoment | null
  readonly diff: SideDiff | null
}

export function Side({ which, moment, diff }: SideProps) {
  const info = useCompare(({ result }) => result?.[which] ?? null)
  return (
    <section className="side" aria-label={which === 'a' ? 'Left side' : 'Right side'}>
      <SideHead which={which} />
      {moment === null || diff === null ? (
        <p className="side-empty">{info === null ? '' : 'Nothing has run yet.'}</p>
      ) : (
        <SideBody moment={moment} diff={diff} isRecording={info?.is === 'recording'} />
      )}
    </section>
  )
}

interface BodyProps {
  readonly moment: SideMoment
  readonly diff: SideDiff
  readonly isRecording: boolean
}

function SideBody({ moment, diff, isRecording }: BodyProps) {
  const body = useRef<HTMLDivElement>(null)
  const { width } = useSize(body)
  return (
    <div className="side-body" ref={body}>
      {moment.tables.length === 0 ? (
        <p className="side-empty">Nothing is mapped at this moment.</p>
      ) : width > 0 ? (
        <SideTables tables={moment.tables} diff={diff} width={width - 28} />
      ) : null}
      <EntryBits moment={moment} diff={diff} />
      <Memory moment={moment} diff={diff} isRecording={isRecording} />
      <ul className="side-lines">
        {sorted(moment.lines, diff).map((line) => (
          <Line key={line.id} line={line} isDiffering={diff.lines.has(line.id)} />
        ))}
      </ul>
    </div>
  )
}

/** Lines that a side has room for; those that differ are never left out. */
const LINES = 4

function sorted(lines: readonly SideLine[], diff: SideDiff): readonly SideLine[] {
  const kept = new Set(
    [...lines]
      .sort((a, b) => Number(diff.lines.has(b.id)) - Number(diff.lines.has(a.id)))
      .slice(0, LINES),
  )
  return lines.filter((line) => kept.has(line))
}

function EntryBits({ moment, diff }: { readonly moment: SideMoment; readonly diff: SideDiff }) {
  const { entry } = moment
  if (entry === null) return null
  const cut = entry.digits.length - 4
  return (
    <div className="side-bits">
      <p className="side-bits-head">
        <strong>{entry.name}</strong> <span>{entry.note}</span>
        <code>
          {entry.digits.slice(0, cut)}
          {diff.bits.size > 0 ? <b>{entry.digits.slice(cut)}</b> : entry.digits.slice(cut)}
        </code>
      </p>
      {entry.bits.length === 0 ? null : (
        <dl className="side-bit-row">
          {entry.bits.map(({ name, value }) => (
            <div key={name} className={`side-bit${diff.bits.has(name) ? ' is-differing' : ''}`}>
              <dt>{name}</dt>
              <dd className={value === 1 ? 'is-set' : ''}>
                {value ?? '–'}
                {diff.bits.has(name) ? <span className="quiet"> differs</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function Memory({ moment, diff, isRecording }: BodyProps) {
  const { memory } = moment
  if (memory === null) {
    return isRecording ? (
      <p className="side-note">Values of pages are not recorded, except where a statement reads.</p>
    ) : null
  }
  return (
    <div className="side-memory">
      <p>{memory.title}</p>
      <dl>
        {memory.cells.map(({ name, value }) => (
          <div
            key={name}
            className={`side-cell${diff.cells.has(name) ? ' is-differing' : ''}${name === moment.page ? ' is-focus' : ''}`}
          >
            <dt>{name}</dt>
            <dd>
              {value}
              {diff.cells.has(name) ? <Differs /> : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Line({ line, isDiffering }: { readonly line: SideLine; readonly isDiffering: boolean }) {
  return (
    <li className={`side-line side-line-${line.is}${isDiffering ? ' is-differing' : ''}`}>
      <span className="side-line-name">{line.name}</span>
      <span className="side-line-sign" aria-hidden="true">
        {line.is === 'blocked' ? <span className="pattern-blocked side-hatch" /> : null}
        {line.is === 'done' ? <Icon name="check" /> : null}
        {line.is === 'failed' ? <Icon name="close" /> : null}
        {line.is === 'message' ? <Icon name="envelope" /> : null}
      </span>
      <strong>
        <OutcomeName outcome={line.what} />
      </strong>
      <code className="side-line-note">{line.note}</code>
      {isDiffering ? <Differs /> : null}
    </li>
  )
}
