/** The four steps of the kernel's commit message, one picture each: main's entry, its frame, the child's entry. */
import type { ReactNode } from 'react'
import type { LegendState } from '../../scene/stage-model.ts'
import type { IconName } from '../shared/icons.tsx'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'

interface Entry {
  readonly state: LegendState
  readonly frame: string
  readonly letters: string
  readonly isNew?: boolean
}

interface FrameBox {
  readonly frame: string
  readonly count: string
  readonly value: string
  readonly look: 'shared' | 'private' | 'ghost'
  readonly isNew?: boolean
}

interface Step {
  readonly title: string
  readonly icon: IconName | null
  readonly says: string
  readonly main: Entry
  readonly frames: readonly FrameBox[]
  readonly child: string
}

const SHARED: FrameBox = { frame: '1a20d', count: '× 2', value: '= 1', look: 'shared' }

const STEPS: readonly Step[] = [
  {
    title: 'Blocked by uffd-wp',
    icon: null,
    says: 'main blocked',
    main: { state: 'uffd-wp', frame: '1a20d', letters: '·UAD' },
    frames: [SHARED],
    child: '',
  },
  {
    title: 'Resolved, write bit clear',
    icon: 'bolt',
    says: 'main woken',
    main: { state: 'read-only', frame: '1a20d', letters: '··AD', isNew: true },
    frames: [SHARED],
    child: '',
  },
  {
    title: 'Retry, COW copies',
    icon: 'over',
    says: 'main copies',
    main: { state: 'read-only', frame: '1a20d', letters: '··AD' },
    frames: [SHARED, { frame: '1a219', count: 'new', value: '= 1', look: 'ghost' }],
    child: '',
  },
  {
    title: 'Writable',
    icon: 'check',
    says: 'main’s write done',
    main: { state: 'writable', frame: '1a219', letters: 'W·AD' },
    frames: [
      { frame: '1a20d', count: '× 1', value: '= 1', look: 'private' },
      { frame: '1a219', count: '× 1', value: '= 2', look: 'private', isNew: true },
    ],
    child: 'reads 1',
  },
]

export function FourPictures() {
  return (
    <ol className="four" aria-label="The four steps">
      {STEPS.map((step, index) => (
        <li key={step.title} className={index === 1 ? 'four-step four-now' : 'four-step'}>
          <p className="four-title">
            <span className={index < 2 ? 'four-number four-passed' : 'four-number'}>
              {index + 1}
            </span>
            {step.title}
          </p>
          <div className="four-card">
            <Owner name="main">
              <span className={step.icon === null ? 'four-says four-blocked' : 'four-says'}>
                {step.icon === null ? (
                  <span className="pattern-blocked four-hatch" />
                ) : (
                  <Icon name={step.icon} size={13} />
                )}
                {step.says}
              </span>
            </Owner>
            <EntryOf entry={step.main} />
            <div className="four-frames">
              {step.frames.map((one) => (
                <FrameOf key={one.frame} box={one} />
              ))}
            </div>
            <Owner name="child">
              <span className="four-side">{step.child}</span>
            </Owner>
            <EntryOf entry={{ state: 'read-only', frame: '1a20d', letters: '··AD' }} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function Owner({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p className="four-owner">
      <span>{name}</span>
      {children}
    </p>
  )
}

const LETTER_CLASS: Readonly<Record<string, string>> = { W: 'letter-w', U: 'letter-u' }

function EntryOf({ entry }: { entry: Entry }) {
  return (
    <p className={entry.isNew === true ? 'four-entry four-new' : 'four-entry'}>
      <Swatch state={entry.state} />
      <b>7</b> {entry.frame}
      <span className="four-letters">
        {[...entry.letters].map((letter, index) => (
          <span
            // The four letters have four fixed places.
            key={'WUAD'[index]}
            className={LETTER_CLASS[letter] ?? ''}
          >
            {letter}
          </span>
        ))}
      </span>
    </p>
  )
}

function FrameOf({ box }: { box: FrameBox }) {
  return (
    <div className={`four-frame four-frame-${box.look}`}>
      <b>{box.frame}</b>
      <span className="four-count">{box.count}</span>
      <span className="four-page">A[7]</span>
      <b className={box.isNew === true ? 'four-value' : ''}>{box.value}</b>
    </div>
  )
}
