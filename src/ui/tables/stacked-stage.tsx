/** The stage of a phone, or beside an open drawer: one process at a time, the walk as cards one under the other. */
import { useMemo, useState } from 'react'
import type { Level } from '../../machine/units.ts'
import type { FrameModel } from '../../scene/frames-model.ts'
import { readerOf } from '../../scene/memory.ts'
import { FULL, STACKED_DETAIL } from '../../scene/metrics.ts'
import { decoded } from '../../scene/picture.ts'
import type { TableRow } from '../../scene/rows.ts'
import type { StageModel } from '../../scene/stage-model.ts'
import type { ProcessModel, TableModel } from '../../scene/tables.ts'
import { readWhole } from '../../store/mirror.ts'
import { app, useApp } from '../../store/store.ts'
import { select } from '../../store/view.ts'
import { GuardCard } from '../frames/cache-card.tsx'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'
import { Row } from './entry-row.tsx'
import { marksOf } from './marks.ts'
import { NoticeBody, UffdBody } from './side-cards.tsx'
import { useMarks } from './use-picture.ts'
import './stacked.css'

/** The moment without geometry. */
function useModel(): StageModel | null {
  const run = useApp((s) => s.run.run)
  const hello = useApp((s) => s.hello)
  const epoch = useApp((s) => s.time.epoch)
  const selected = useApp((s) => s.view.selected)
  const openRuns = useApp((s) => s.view.openRuns)
  const lives = useMarks(
    run,
    useApp((s) => s.time.step),
  )
  return useMemo(() => {
    const { seen, time } = app.getState()
    const { view } = seen
    if (run === null || view === null || epoch + lives < 0) return null
    return readWhole((words) =>
      decoded(
        {
          run,
          sites: hello?.sites ?? [],
          selected,
          openRuns: new Set(openRuns),
          metrics: FULL,
          details: [STACKED_DETAIL],
          width: 0,
          height: 0,
          motion: 'reduced',
          marks: (at, own) => marksOf(run, at, own),
        },
        { step: time.step, read: readerOf(words), view, changes: seen.changes },
      ),
    )
  }, [run, hello, epoch, selected, openRuns, lives])
}

function Fields({ model }: { readonly model: StageModel }) {
  return (
    <dl className="stacked-fields" aria-label="Fields of the address">
      {model.fields.map((field) => (
        <div key={field.name}>
          <dt>{field.name}</dt>
          <dd>
            <b className="mono">{field.index ?? '–'}</b>
            <span className="mono">{field.bits}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** An upper table: nothing but the entry on the way. */
function Hop({ table }: { readonly table: TableModel }) {
  const row = table.rows.find((one) => one.kind === 'entry')
  if (row?.kind !== 'entry') return null
  return (
    <li className={`hop${row.change === null ? '' : ' is-changed'}`}>
      <button
        type="button"
        aria-pressed={row.isSelected}
        onClick={() => select({ mm: row.mm, vpn: row.vpn, level: row.level, entry: row.entry })}
      >
        <b>{table.name}</b>
        <span className="mono">{table.label}</span>
        <Swatch state={row.state} huge={row.huge} />
        <b className="mono hop-index">{row.index}</b>
        <span className="hop-to">
          <Icon name="arrowRight" size={14} />
          <b className="mono">{row.label}</b>
        </span>
      </button>
    </li>
  )
}

interface EntriesProps {
  readonly table: TableModel
  readonly step: number
  readonly process: string
  readonly isCompact: boolean
}

/** Where there is little height: the entry that it is about, the one before it, and what has just changed. */
function nearest(rows: readonly TableRow[]): readonly TableRow[] {
  const at = rows.findIndex((row) => row.kind === 'entry' && row.isActive)
  if (at < 0) return rows.slice(0, 2)
  const isNear = (row: TableRow, i: number): boolean =>
    i === at || i === at - 1 || (row.kind === 'entry' && row.change !== null)
  return rows.filter(isNear)
}

function Entries({ table, step, process, isCompact }: EntriesProps) {
  const none = table.rows.reduce(
    (sum, row) => sum + (row.kind === 'run' && row.of === 'none' ? row.count : 0),
    0,
  )
  const all = table.rows.filter((row) => row.kind === 'entry' || row.of !== 'none')
  const rows = isCompact ? nearest(all) : all
  const more = all.length - rows.length
  return (
    <li className="stacked-entries">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows of a table that open and take the focus.
        role="treegrid"
        aria-label={`Page tables of ${process}`}
      >
        <tbody aria-label={`${table.name} table ${table.label}`}>
          {isCompact ? null : (
            <tr className="stacked-head" aria-level={4}>
              <th scope="rowgroup">
                <b>{table.name}</b>
                <span className="mono">{table.label}</span>
                <span className="stacked-none">{none} none</span>
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <StackedRow key={row.id} row={row} level={table.level} step={step} />
          ))}
          {isCompact ? (
            <tr className="stacked-foot" aria-level={4}>
              <td>
                <span>{more === 0 ? '' : `${more} more`}</span>
                <span>{none} none</span>
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </li>
  )
}

function StackedRow({ row, level, step }: { row: TableRow; level: Level; step: number }) {
  const h = row.kind === 'entry' && row.change !== null ? 62 : 34
  return <Row box={{ row, y: 0, h }} level={level} step={step} isTabStop />
}

/** Entries of the other processes that map one of the shown frames: under it, with a dashed way up. */
function Others({ process, model, frames }: Pick<WalkProps, 'process' | 'model'> & OthersProps) {
  const from = new Set(frames.flatMap((frame) => frame.from))
  return model.processes.map((other) => {
    const tables = other === process ? [] : other.tables.filter(({ level }) => level <= 2)
    const found = tables.flatMap((table) =>
      table.rows.filter((row) => from.has(row.id)).map((row) => ({ row, level: table.level })),
    )
    if (found.length === 0) return null
    return (
      <li key={other.id} className="stacked-entries stacked-other">
        <p>{other.process}</p>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above.
          role="treegrid"
          aria-label={`Page tables of ${other.process}`}
        >
          <tbody>
            {found.map(({ row, level }) => (
              <StackedRow key={row.id} row={row} level={level} step={model.step} />
            ))}
          </tbody>
        </table>
      </li>
    )
  })
}

interface OthersProps {
  readonly frames: readonly FrameModel[]
}

function Frame({ frame, model }: { readonly frame: FrameModel; readonly model: StageModel }) {
  const owners = model.processes
    .filter((process) =>
      process.tables.some((table) => table.rows.some((row) => frame.from.includes(row.id))),
    )
    .map((process) => process.process)
  const isShared = (frame.share ?? 0) > 1
  return (
    <li className={`stacked-frame${isShared ? ' is-shared' : ''}`}>
      <b className="mono">{frame.label}</b>
      <span className="mono">
        {frame.name} {frame.value === null ? '' : `= ${frame.value}`}
      </span>
      <b className="stacked-share">
        {isShared ? `shared by ${owners.join(', ')}` : `× ${frame.share ?? '–'}`}
      </b>
    </li>
  )
}

/** Upper tables in one line, where there is little height. */
function Way({ tables }: { readonly tables: readonly TableModel[] }) {
  const rows = tables.flatMap((table) =>
    table.rows.filter((row) => row.kind === 'entry').slice(0, 1),
  )
  return (
    <li className="way">
      {rows.map((row) => (
        <button
          key={row.id}
          type="button"
          className="crumb"
          aria-pressed={row.isSelected}
          onClick={() => select({ mm: row.mm, vpn: row.vpn, level: row.level, entry: row.entry })}
        >
          {LEVEL_NAMES[row.level]} <b className="mono">{row.index}</b>
        </button>
      ))}
      <span className="mono">{rows.at(-1)?.label}</span>
    </li>
  )
}

const LEVEL_NAMES = { 1: 'PTE', 2: 'PMD', 3: 'PUD', 4: 'PGD' } as const

interface WalkProps {
  readonly process: ProcessModel
  readonly model: StageModel
  readonly isCompact: boolean
}

function Walk({ process, model, isCompact }: WalkProps) {
  const upper = process.tables.filter((table) => table.level > 1 && !table.isFolded)
  const leaves = process.tables.filter((table) => table.level === 1 && !table.isFolded)
  const rowIds = new Set(process.tables.flatMap((table) => table.rows.map((row) => row.id)))
  const here = model.frames.filter((frame) => frame.from.some((id) => rowIds.has(id)))
  const shown = here.filter((frame) => frame.isActive || frame.from.includes(model.target ?? ''))
  const frames = shown.length > 0 ? shown : here.slice(0, 1)
  const guard = model.caches.find((cache) => cache.guard !== null)?.guard ?? null
  return (
    <ol className="stacked-walk">
      {isCompact ? (
        <Way tables={upper} />
      ) : (
        upper.map((table) => <Hop key={table.id} table={table} />)
      )}
      {leaves.map((table) => (
        <Entries
          key={table.id}
          table={table}
          step={model.step}
          process={process.process}
          isCompact={isCompact}
        />
      ))}
      {frames.map((frame) => (
        <Frame key={frame.id} frame={frame} model={model} />
      ))}
      {isCompact ? <Others process={process} model={model} frames={frames} /> : null}
      {guard === null ? null : (
        <li>
          <GuardCard guard={guard} />
        </li>
      )}
    </ol>
  )
}

export function StackedStage({ isCompact }: { readonly isCompact: boolean }) {
  const model = useModel()
  const [chosen, setChosen] = useState<string | null>(null)
  if (model === null) return null
  const active = model.processes.find((one) => one.isActive) ?? model.processes[0]
  const process = model.processes.find((one) => one.id === chosen) ?? active
  if (process === undefined) return null
  return (
    <div className="stacked">
      <div className="stacked-top">
        <fieldset className="segments">
          <legend className="quiet">Process</legend>
          {model.processes.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="stacked-process"
                checked={one.id === process.id}
                onChange={() => setChosen(one.id)}
              />
              <span>{one.process}</span>
            </label>
          ))}
        </fieldset>
        <b className="mono">{model.title.text.split(' ').at(-1)}</b>
        <span className="mono stacked-address">{model.title.address}</span>
      </div>
      {isCompact ? null : <Fields model={model} />}
      <Walk process={process} model={model} isCompact={isCompact} />
      {model.notice === null ? null : (
        <p className="stacked-notice">
          <NoticeBody notice={model.notice} />
        </p>
      )}
      {model.uffd === null ? null : (
        <section className="uffd stacked-uffd" aria-label="userfaultfd">
          <UffdBody uffd={model.uffd} />
        </section>
      )}
    </div>
  )
}
