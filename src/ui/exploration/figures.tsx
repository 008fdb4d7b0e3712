/** The figures of an exploration; while it runs, how far it is, and the way to stop it. */
import { stopExploring, useExplore } from '../../store/explore.ts'
import { count, INVARIANTS, violatedBy } from './words.ts'

export function Figures() {
  const status = useExplore((state) => state.status)
  const result = useExplore((state) => state.result)
  const problem = useExplore((state) => state.problem)
  if (status === 'failed') return <p role="alert">The exploration stopped: {problem}</p>
  if (result === null) return <Progress />
  const bad = violatedBy(result, null)
  const kinds = INVARIANTS.filter(({ id }) => violatedBy(result, id) > 0n)
  const isExact = result.limit === undefined
  return (
    <div className="figures">
      <Figure value={`${isExact ? '' : '≥ '}${count(result.schedules)}`} is="">
        {isExact ? 'interleavings, all explored' : `interleavings, ${limitWords(result.limit)}`}
      </Figure>
      <Figure value={count(result.states)} is="">
        distinct states
      </Figure>
      <Figure value={count(result.outcomes.length)} is="">
        {result.outcomes.length === 1 ? 'outcome' : 'outcomes'}
      </Figure>
      <Figure value={count(bad)} is={bad > 0n ? 'bad' : ''}>
        {bad === 0n
          ? 'violate anything'
          : kinds.length === 1
            ? kinds[0]?.does
            : 'violate something'}
      </Figure>
    </div>
  )
}

function limitWords(limit: string | undefined): string {
  if (limit === 'states') return 'stopped by the bound on states'
  if (limit === 'milliseconds') return 'stopped by the bound on time'
  if (limit === 'preemptions') return 'within the bound on preemptions'
  return 'stopped'
}

function Figure({
  value,
  is,
  children,
}: {
  readonly value: string
  readonly is: string
  readonly children: React.ReactNode
}) {
  return (
    <p className={`figure ${is}`}>
      <strong>{value}</strong>
      <span>{children}</span>
    </p>
  )
}

function Progress() {
  const progress = useExplore((state) => state.progress)
  const bounds = useExplore((state) => state.bounds)
  return (
    <div className="figures figures-running" role="status">
      <Figure value={count(progress?.states ?? 0)} is="">
        states of at most {count(bounds.states)}
      </Figure>
      <Figure value={count(progress?.frontier ?? 0)} is="">
        not looked at yet
      </Figure>
      <Figure value={`${(progress?.seconds ?? 0).toFixed(1)} s`} is="">
        {progress === null || progress.workers === 1 ? '1 worker' : `${progress.workers} workers`}
      </Figure>
      {progress?.isGathering === true ? (
        <p>Putting together what was found…</p>
      ) : (
        <button type="button" className="button" onClick={stopExploring}>
          Stop
        </button>
      )}
    </div>
  )
}
