/** Beside the picture: the scenario, who takes part, what must hold, and the bounds of the search. */
import { useMemo } from 'react'
import type { ExploreResult } from '../../store/desk-types.ts'
import type { ExploreState } from '../../store/explore.ts'
import {
  exploreNow,
  MOST_BOUNDS,
  setBounds,
  showSchedule,
  stopExploring,
  useExplore,
} from '../../store/explore.ts'
import { patchesOf } from '../../store/explore-beside.ts'
import { flipPatch } from '../../store/kernel.ts'
import { lineParts } from '../../store/lines.ts'
import { useApp } from '../../store/store.ts'
import { showView } from '../../store/view.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { count, INVARIANTS, violatedBy } from './words.ts'

export function ExploreSide() {
  return (
    <section className="explore-side" aria-label="What is explored">
      <Lines />
      <Actors />
      <Invariants />
      <PatchCard />
      <BoundsForm />
    </section>
  )
}

function Lines() {
  const text = useApp((state) => state.doc.text)
  const line = useExplore((state) => state.begun?.line ?? 0)
  const rows = useMemo(() => text.replace(/\n+$/, '').split('\n'), [text])
  return (
    <section className="explore-part" aria-label="Scenario">
      <header>
        <h2>Scenario</h2>
        <IconButton name="Edit on the stage" icon="pencil" act={() => showView('stage')} />
      </header>
      <ol className="explore-lines">
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
          <li key={i} className={i + 1 === line ? 'is-explored' : ''}>
            <span>{i + 1}</span>
            <code>
              {(i + 1 === line ? row.split('||') : [row]).map((part, k) => (
                <Statement key={part} text={part.trim()} isNext={k > 0} />
              ))}
            </code>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Statement({ text, isNext }: { readonly text: string; readonly isNext: boolean }) {
  const { actor, verb, rest } = lineParts(text)
  return (
    <span className="explore-statement">
      {isNext ? '|| ' : ''}
      <span className="line-actor">{actor}</span>
      <strong>{verb}</strong>
      {rest}
    </span>
  )
}

function Actors() {
  const begun = useExplore((state) => state.begun)
  if (begun === null) return null
  return (
    <section className="explore-part" aria-label="Actors">
      <h2>Actors</h2>
      <dl className="explore-actors">
        {begun.actors.map(({ name, cpu, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>CPU {cpu}</dd>
            <dd>
              <code>{text}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Invariants() {
  const result = useExplore((state) => state.result)
  const status = useExplore((state) => state.status)
  return (
    <section className="explore-part" aria-label="Invariants">
      <h2>Invariants</h2>
      <ul className="invariants">
        {INVARIANTS.map(({ id, holds }) => (
          <Invariant key={id} id={id} holds={holds} result={result} status={status} />
        ))}
      </ul>
    </section>
  )
}

interface InvariantProps {
  readonly id: (typeof INVARIANTS)[number]['id']
  readonly holds: string
  readonly result: ExploreResult | null
  readonly status: ExploreState['status']
}

function Invariant({ id, holds, result, status }: InvariantProps) {
  if (result === null) {
    return (
      <li className="invariant invariant-open">
        <span aria-hidden="true">·</span> {holds}
        <span className="quiet">, {status === 'running' ? 'being checked' : 'not checked'}</span>
      </li>
    )
  }
  const bad = violatedBy(result, id)
  const found = result.violations?.find((one) => one.name === id)
  if (found !== undefined) {
    const by = bad === 0n ? 'violated' : `violated by ${count(bad)} of ${count(result.schedules)}`
    return (
      <li className="invariant invariant-violated">
        <button type="button" onClick={() => void showSchedule(found.schedule)}>
          <Icon name="close" size={14} />
          <span>
            <strong>{holds}</strong>
            <span>{by}</span>
          </span>
        </button>
      </li>
    )
  }
  if (!result.complete) {
    return (
      <li className="invariant invariant-open">
        <span aria-hidden="true">?</span> {holds}
        <em>stopped by the limit</em>
      </li>
    )
  }
  return (
    <li className="invariant invariant-holds">
      <Icon name="check" size={16} /> {holds}
      <span className="quiet">, holds</span>
    </li>
  )
}

function BoundsForm() {
  const bounds = useExplore((state) => state.bounds)
  const status = useExplore((state) => state.status)
  return (
    <form
      className="explore-part bounds"
      aria-label="Bounds"
      onSubmit={(event) => {
        event.preventDefault()
        void exploreNow()
      }}
    >
      <h2>Bounds</h2>
      <NumberField
        name="States"
        most={MOST_BOUNDS.states}
        value={bounds.states}
        onChange={(states) => setBounds({ states: states ?? 500_000 })}
      />
      <NumberField
        name="Seconds"
        most={MOST_BOUNDS.seconds}
        value={bounds.seconds}
        onChange={(seconds) => setBounds({ seconds: seconds ?? 30 })}
      />
      <NumberField
        name="Preemptions"
        most={MOST_BOUNDS.preemptions}
        value={bounds.preemptions}
        onChange={(preemptions) => setBounds({ preemptions })}
      />
      {status === 'running' ? (
        <button type="button" className="button" onClick={stopExploring}>
          Stop
        </button>
      ) : (
        <button type="submit" className="button">
          Explore again
        </button>
      )}
    </form>
  )
}

interface NumberProps {
  readonly name: string
  readonly most: number
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

function NumberField({ name, most, value, onChange }: NumberProps) {
  return (
    <label>
      <span>{name}</span>
      <input
        type="number"
        min={name === 'Preemptions' ? 0 : 1}
        max={most}
        placeholder="no bound"
        value={value ?? ''}
        onChange={(event) => {
          const written = event.target.valueAsNumber
          onChange(Number.isFinite(written) && written >= 0 ? Math.floor(written) : null)
        }}
      />
    </label>
  )
}

/** The patch that matters here, to be put back or taken away, and what was found with it flipped. */
function PatchCard() {
  const text = useApp((state) => state.doc.text)
  const hello = useApp((state) => state.hello)
  const result = useExplore((state) => state.result)
  const other = useExplore((state) => state.other)
  const patches = useMemo(() => patchesOf(text, hello), [text, hello])
  if (result === null || (patches.length === 0 && other === null)) return null
  const [first, ...rest] = patches
  return (
    <section className="explore-part explore-patches" aria-label="Patches">
      {first === undefined ? (
        <Beside other={other}>On</Beside>
      ) : (
        <>
          <Beside other={other} patch={first.id}>
            {first.present ? 'Without' : 'With'}
          </Beside>
          <FlipButton {...first} />
        </>
      )}
      {rest.map((patch) => (
        <FlipButton key={patch.id} {...patch} />
      ))}
    </section>
  )
}

interface BesideProps {
  readonly other: ExploreState['other']
  readonly patch?: string
  readonly children: string
}

/** `With flush-before-cow, 121,335 interleavings reach 402 states and none loses a write.` */
function Beside({ other, patch, children }: BesideProps) {
  const own = useExplore((state) => state.result)
  if (other === null || own === null) {
    return patch === undefined ? null : (
      <p>
        {children} <code>{patch}</code>: being explored…
      </p>
    )
  }
  const { result } = other
  const isExact = result.limit === undefined
  return (
    <p title={`On ${other.kernel}`}>
      {children} <code>{patch ?? other.kernel}</code>, {isExact ? '' : 'at least '}
      {count(result.schedules)} interleavings reach {count(result.states)} states and{' '}
      {badWords(result, own)}.
    </p>
  )
}

function FlipButton({ id, present }: { readonly id: string; readonly present: boolean }) {
  return (
    <button
      type="button"
      className="button"
      title={`${present ? 'With' : 'Without'} ${id} now`}
      onClick={() => flipPatch(id, !present)}
    >
      <Icon name={present ? 'minus' : 'plus'} />
      {present ? 'Take the patch away' : 'Put the patch back'}
    </button>
  )
}

/** What the other side does wrong; if nothing, that it does not do what this side does. */
function badWords(other: ExploreResult, own: ExploreResult): string {
  const bad = INVARIANTS.filter(({ id }) => violatedBy(other, id) > 0n)
  if (bad.length > 1) return `${count(violatedBy(other, null))} violate something`
  const [only] = bad
  if (only !== undefined) return `${count(violatedBy(other, only.id))} ${only.does}`
  const here = INVARIANTS.filter(({ id }) => violatedBy(own, id) > 0n)
  return here.length === 1 ? `none ${here[0]?.oneDoes}` : 'none violates anything'
}
