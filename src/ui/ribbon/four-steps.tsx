/** The present story in its milestones, each a link to its moment; nothing where the trace tells no such story. */

import type { Milestone } from '../../store/state.ts'
import { useApp } from '../../store/store.ts'
import { useLayout } from '../shared/use-media.ts'

const NONE: readonly Milestone[] = []

/** How many milestones have been reached at a step. */
function reached(milestones: readonly Milestone[], step: number): number {
  return milestones.filter((one) => one.step <= step).length
}

export function FourSteps() {
  const milestones = useApp((state) => state.run.run?.milestones ?? NONE)
  const count = useApp((state) => reached(state.run.run?.milestones ?? NONE, state.time.step))
  const layout = useLayout()
  if (milestones.length === 0) return null
  const now = milestones[count - 1]
  return (
    <nav className="ribbon" aria-label="Story">
      <ol className="ribbon-list" aria-label="Four steps">
        {milestones.map((milestone, index) => (
          <Item
            key={milestone.step}
            milestone={milestone}
            number={index + 1}
            state={index + 1 < count ? 'passed' : index + 1 === count ? 'now' : 'coming'}
            isBare={layout === 'phone'}
          />
        ))}
      </ol>
      {layout === 'phone' ? (
        <p className="ribbon-caption">
          <strong>{now === undefined ? 'Setting up' : `${count} ${now.title}`}</strong>
          <span>
            {count} of {milestones.length}
          </span>
        </p>
      ) : null}
    </nav>
  )
}

interface ItemProps {
  readonly milestone: Milestone
  readonly number: number
  readonly state: 'passed' | 'now' | 'coming'
  readonly isBare: boolean
}

function Item({ milestone, number, state, isBare }: ItemProps) {
  const { title, step } = milestone
  return (
    <li className={`ribbon-item ribbon-${state}`}>
      <a href={`#t=${step}`} aria-current={state === 'now' ? 'step' : undefined}>
        {isBare ? (
          <span className="quiet">{title}</span>
        ) : (
          <>
            <span className="ribbon-number">{number}</span>
            <span className="ribbon-title">{title}</span>
            {state === 'now' ? <span className="ribbon-pill">now</span> : null}
          </>
        )}
      </a>
    </li>
  )
}
