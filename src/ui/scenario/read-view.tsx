/**
 * The scenario as it is run: each line with what became of it; a click plays to it. All lines are one stop of Tab, at the
 * present one; up and down go along them.
 */
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import type { LineMark } from '../../store/lines.ts'
import { lineMarks, lineParts } from '../../store/lines.ts'
import { useApp } from '../../store/store.ts'
import { playToLine } from '../../store/time.ts'
import { Icon } from '../shared/icons.tsx'
import { Tip } from '../shared/tip.tsx'
import type { Glossary } from '../shared/use-glossary.ts'
import { useGlossary } from '../shared/use-glossary.ts'
import { NoteLine } from './note-line.tsx'

const BLANK: LineMark = { is: 'blank' }

export function ReadView() {
  const text = useApp((state) => state.doc.text)
  const diagnostics = useApp((state) => state.doc.diagnostics)
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  const lines = useMemo(() => text.replace(/\n+$/, '').split('\n'), [text])
  const marks = lineMarks(lines, run, step, diagnostics)
  const rows = lines.map((line, index) => ({
    line,
    number: index + 1,
    mark: marks[index] ?? BLANK,
  }))
  const list = useRef<HTMLOListElement>(null)
  const current = marks.findIndex((mark) => mark.is === 'now')
  useEffect(() => {
    if (current < 0) return
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const [visited, setVisited] = useState<number | null>(null)
  const isVisited = visited !== null && isPlayable(marks[visited - 1])
  const present = current < 0 ? marks.findIndex(isPlayable) : current
  const stop = isVisited ? visited : present + 1
  return (
    <ol
      className="lines"
      ref={list}
      aria-label="Scenario"
      onKeyDown={goAlong}
      onBlur={() => setVisited(null)}
    >
      {rows.map((row) => (
        <ScenarioLine
          key={row.number}
          {...row}
          isStop={row.number === stop}
          onFocus={() => setVisited(row.number)}
        />
      ))}
    </ol>
  )
}

function isPlayable(mark: LineMark | undefined): boolean {
  return mark !== undefined && ['ahead', 'done', 'now', 'blocked', 'failed'].includes(mark.is)
}

/** From the line that has the focus to the next one that can be played to. */
function goAlong(event: KeyboardEvent<HTMLOListElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('button.line-row')]
  const at = lines.indexOf(event.target as HTMLElement)
  if (at < 0) return
  lines[at + by]?.focus()
  event.preventDefault()
}

interface LineProps {
  readonly line: string
  readonly number: number
  readonly mark: LineMark
  /** Does Tab come to it? */
  readonly isStop: boolean
  readonly onFocus: () => void
}

function ScenarioLine({ line, number, mark, isStop, onFocus }: LineProps) {
  const glossary = useGlossary()
  const canPlay = isPlayable(mark)
  const content = (
    <>
      <span className="line-gutter">{GUTTER[mark.is] ?? null}</span>
      <span className="line-number">{number}</span>
      <span className="line-text">
        <LineText line={line} mark={mark} />
      </span>
      <Side text={sideOf(mark)} />
      {canPlay && mark.is !== 'now' ? (
        <span className="line-hint" aria-hidden="true">
          play to here
        </span>
      ) : null}
    </>
  )
  return (
    <li className={`line line-${mark.is}`} aria-current={mark.is === 'now' ? 'step' : undefined}>
      {canPlay ? (
        <Tip says={failureOf(mark, glossary)}>
          {(hooks) => (
            <button
              {...hooks}
              type="button"
              className="line-row"
              tabIndex={isStop ? 0 : -1}
              onFocus={(event) => {
                onFocus()
                hooks.onFocus(event)
              }}
              onClick={() => playToLine(number)}
            >
              {content}
            </button>
          )}
        </Tip>
      ) : (
        <div className="line-row">{content}</div>
      )}
      {mark.is === 'error' ? <ErrorText mark={mark} /> : null}
    </li>
  )
}

/** What the errno of a line that failed means. */
function failureOf(mark: LineMark, glossary: Glossary | null): string | null {
  if (mark.is !== 'failed') return null
  const meaning = glossary?.outcomeMeaning(mark.outcome) ?? null
  return meaning === null ? null : `${mark.outcome}. ${meaning}`
}

const GUTTER: Partial<Record<LineMark['is'], ReactNode>> = {
  done: <Icon name="check" size={12} />,
  now: <Icon name="forward" size={12} />,
  blocked: <span className="pattern-blocked line-hatch" />,
  failed: <Icon name="close" size={10} />,
  error: <Icon name="warn" size={14} />,
}

function Side({ text }: { text: string | null }) {
  return text === null ? null : <span className="line-side">{text}</span>
}

function sideOf(mark: LineMark): string | null {
  if (mark.is === 'now') {
    if (mark.blocked !== null) return `${mark.blocked} is blocked`
    return `step ${countText(mark.step)} of ${countText(mark.steps)}`
  }
  if (mark.is === 'blocked') return `${mark.who} ${mark.still ? 'is' : 'was'} blocked`
  if (mark.is === 'done') return mark.says
  return mark.is === 'failed' ? mark.outcome : null
}

function LineText({ line, mark }: { line: string; mark: LineMark }) {
  if (mark.is === 'blank') return <span className="line-comment">{line}</span>
  const { actor, verb, rest } = lineParts(line)
  if (mark.is === 'note') return <NoteLine verb={verb} rest={rest} />
  if (mark.is === 'error') {
    const { column, length } = mark.diagnostic
    const from = column - 1
    return (
      <>
        {line.slice(0, from)}
        <span className="line-wrong">{line.slice(from, from + Math.max(1, length)) || ' '}</span>
        {line.slice(from + Math.max(1, length))}
      </>
    )
  }
  const hash = rest.indexOf('#')
  return (
    <>
      <span className="line-actor">{actor}</span>
      <strong>{verb}</strong>
      {hash < 0 ? rest : rest.slice(0, hash)}
      {hash < 0 ? null : <span className="line-comment">{rest.slice(hash)}</span>}
    </>
  )
}

function ErrorText({ mark }: { mark: Extract<LineMark, { is: 'error' }> }) {
  const { line, column, found, expected, nearest } = mark.diagnostic
  return (
    <p className="line-message">
      <strong>
        line {line}, column {column}: found {found}
      </strong>
      , expected {expected}
      {nearest === null ? '' : `; did you mean “${nearest}”?`}
    </p>
  )
}
