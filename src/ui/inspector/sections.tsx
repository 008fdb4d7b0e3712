/** The parts of the inspector under the bits: why, locks, translations, the page, the area, the biography. */
import { memo } from 'react'
import type { Change, Run } from '../../scene/input.ts'
import type {
  Fact,
  InspectedEntry,
  LifeLine,
  LocksModel,
  TlbCpu,
  TlbModel,
} from '../../scene/inspector-model.ts'
import { bitLife, lifeCount, lifeLines } from '../../scene/inspector-model.ts'
import { fileNow, functionNow, provenanceNow } from '../../store/now.ts'
import { useApp } from '../../store/store.ts'
import { seek } from '../../store/time.ts'
import { FunctionName } from '../shared/term.tsx'
import { lifeOf, useLivesVersion } from '../tables/marks.ts'
import { CodeWords } from './code-words.tsx'

export function Why() {
  const why = useApp((s) => s.seen.view?.why ?? '')
  const next = useApp((s) => s.seen.view?.next ?? '')
  const fn = useApp(functionNow)
  const file = useApp(fileNow)
  const provenance = useApp(provenanceNow)
  return (
    <section className="why" aria-label="Why">
      <h3>Why</h3>
      <p className="why-says">
        <CodeWords text={why === '' ? 'Nothing has happened yet.' : why} />
      </p>
      {fn === '' || fn.includes(' ') ? null : (
        <p className="why-source">
          <FunctionName fn={fn} /> {file} <span className="why-known">{provenance}</span>
        </p>
      )}
      {next === '' ? null : (
        <p className="why-next">
          <b>Next</b> <CodeWords text={next} />
        </p>
      )}
    </section>
  )
}

function Shackle({ isHeld, pose }: { readonly isHeld: boolean; readonly pose: string }) {
  return (
    <svg
      className="shackle"
      data-pose={pose}
      width="14"
      height="15"
      viewBox="0 0 14 15"
      aria-hidden="true"
    >
      <path className={isHeld ? 'bow' : 'bow is-open'} d="M4 7V4.5a3 3 0 0 1 6 0V7" />
      <rect x="1.5" y="6.5" width="11" height="7.5" rx="1.5" />
    </svg>
  )
}

export const Locks = memo(function Locks({ locks }: { readonly locks: LocksModel }) {
  return (
    <section className="locks" aria-label="Locks">
      <div className="part-head">
        <h3>{locks.title}</h3>
        <span>{locks.next}</span>
      </div>
      {locks.lines.length === 0 ? null : (
        <ul className="lock-lines">
          {locks.lines.map((lock) => (
            <li key={lock.id}>
              <Shackle isHeld={lock.isHeld} pose={lock.pose} />
              <span className="mono">{lock.name}</span>
              <span>{lock.isHeld ? lock.mode : <span className="quiet">not held</span>}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
})

function Cpu({ one, isMoving }: { readonly one: TlbCpu; readonly isMoving: boolean }) {
  const seen = one.lines.filter(({ isGone }) => isMoving || !isGone)
  const lines = seen.length === 0 ? [null] : seen
  return lines.map((line, i) => (
    <tr key={line?.id ?? 'empty'} className={line?.isStale ? 'is-stale' : ''}>
      <th scope="row">
        {i === 0 ? (
          <>
            CPU {one.cpu} <span>{one.actor}</span>
          </>
        ) : (
          <span className="quiet">CPU {one.cpu}</span>
        )}
      </th>
      <td>
        {line === null ? (
          <span className="tlb-empty">empty</span>
        ) : (
          <span className={line.isGone ? 'tlb-line is-gone' : 'tlb-line'} data-pose={line.pose}>
            <span className="mono">
              {line.vpn} → {line.frame} <b className={`tlb-${line.letter}`}>{line.letter}</b>
            </span>
            {line.isStale ? <b className="tlb-stale">stale</b> : null}
            {i === lines.length - 1 && one.more > 0 ? <span>and {one.more} more</span> : null}
          </span>
        )}
      </td>
    </tr>
  ))
}

export const Tlb = memo(function Tlb({ tlb }: { readonly tlb: TlbModel }) {
  const isMoving = useApp((s) => s.time.t < 1)
  return (
    <section className="tlb" aria-label="Translation caches">
      <div className="part-head">
        <h3>{tlb.title}</h3>
        <span>{tlb.note}</span>
      </div>
      <table>
        <tbody>
          {tlb.cpus.map((one) => (
            <Cpu key={one.cpu} one={one} isMoving={isMoving} />
          ))}
        </tbody>
      </table>
    </section>
  )
})

export const Facts = memo(function Facts({
  title,
  facts,
}: {
  readonly title: string
  readonly facts: readonly Fact[]
}) {
  if (facts.length === 0) return null
  return (
    <section className="facts" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd className={fact.isCode ? 'mono' : ''}>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
})

/** Steps shown of a long life: the nearest to now. */
const LIFE_LINES = 8

interface LifeProps {
  readonly entry: InspectedEntry
  /** One bit alone; null: the whole entry. */
  readonly bit: number | null
}

function bitLines(run: Run, changes: readonly Change[], bit: number): readonly LifeLine[] {
  return bitLife(run, changes, bit).map(({ isSet, ...one }) => ({
    ...one,
    what: isSet ? 'set' : 'cleared',
  }))
}

export function Life({ entry, bit }: LifeProps) {
  const run = useApp((s) => s.run.run)
  const step = useApp((s) => s.time.step)
  useLivesVersion()
  const life = run === null ? null : lifeOf(run, entry.entry)
  if (run === null || life === null) return null
  const all = bit === null ? lifeLines(run, life, entry.level) : bitLines(run, life, bit)
  const now = all.findLastIndex((line) => line.step <= step)
  const first = Math.max(0, Math.min(now - LIFE_LINES / 2, all.length - LIFE_LINES))
  const lines = all.slice(first, first + LIFE_LINES)
  return (
    <section className="life" aria-label="Biography of the entry">
      <div className="part-head">
        <h3>{bit === null ? 'Its life in this run' : `Bit ${bit}, in this run`}</h3>
        <span>
          {lifeCount(all.length)} <kbd className="key">[</kbd> <kbd className="key">]</kbd>
        </span>
      </div>
      <ol>
        {lines.map((line) => (
          <li key={line.step} className={line.step > step ? 'is-ahead' : ''}>
            <button
              type="button"
              aria-current={line.step === step ? 'step' : undefined}
              onClick={() => seek(line.step)}
            >
              <span className="mono life-step">{line.step}</span>
              <span className="life-what">{line.what}</span>
              <span className="mono life-by">{line.statement}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
