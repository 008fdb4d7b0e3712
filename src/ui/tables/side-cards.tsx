/** What stands beside the tables: the userfaultfd, the call stack, the notice and the legend. */
import { memo } from 'react'
import { STATE_WORDS } from '../../scene/decode-entry.ts'
import type { Scene } from '../../scene/scene.ts'
import type { LegendState } from '../../scene/stage-model.ts'
import type { Notice, StackModel } from '../../scene/story.ts'
import type { UffdLine, UffdModel } from '../../scene/uffd-model.ts'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'
import { FunctionName } from '../shared/term.tsx'

const LINE_ICONS = {
  message: 'envelope',
  wake: 'bolt',
  waiting: 'dots',
  event: 'envelope',
} as const

function Line({ line }: { readonly line: UffdLine }) {
  return (
    <li className="uffd-line" data-pose={`uffd-${line.id}`}>
      <Icon name={LINE_ICONS[line.icon]} size={14} />
      <span className={line.isCode ? 'mono' : ''}>{line.text}</span>
      <span className="uffd-note">{line.note}</span>
    </li>
  )
}

export function UffdBody({ uffd }: { readonly uffd: UffdModel }) {
  return (
    <>
      <div className="uffd-head">
        <Icon name="shield" size={15} />
        <h3>userfaultfd</h3>
        <span className="uffd-note">{uffd.registered}</span>
      </div>
      <ul className="uffd-lines">
        {uffd.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </>
  )
}

type Boxed<K extends 'uffd' | 'stack' | 'notice' | 'legend'> = NonNullable<Scene[K]>

export const UffdCard = memo(function UffdCard({ one }: { readonly one: Boxed<'uffd'> }) {
  const { box, uffd } = one
  return (
    <section
      className={`uffd${uffd.waiting > 0 ? ' is-waiting' : ''}`}
      aria-label="userfaultfd"
      data-pose="uffd"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <UffdBody uffd={uffd} />
    </section>
  )
})

function StackBody({ stack }: { readonly stack: StackModel }) {
  return (
    <>
      <div className="stack-head">
        <h3>Call stack of {stack.actor}</h3>
        <span>CPU {stack.cpu}</span>
      </div>
      <ol className="stack-lines">
        {stack.lines.map((line, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a frame's identity is its depth; a function may call itself.
            key={i}
            className={line.isNow ? 'is-now' : ''}
            style={{ paddingLeft: 14 + Math.max(0, i - 1) * 13 }}
          >
            {i === 0 ? null : <i className="stack-elbow" />}
            <FunctionName fn={line.fn.includes(' ') ? line.fn : `${line.fn}()`} file={line.file} />
            <span className="stack-file">{line.note === '' ? line.file : line.note}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

export const StackCard = memo(function StackCard({ one }: { readonly one: Boxed<'stack'> }) {
  const { box, stack } = one
  return (
    <section
      className="stack"
      aria-label={`Call stack of ${stack.actor}`}
      data-pose="stack"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <StackBody stack={stack} />
    </section>
  )
})

export const NoticeText = memo(function NoticeText({ one }: { readonly one: Boxed<'notice'> }) {
  const { box, notice } = one
  return (
    <p
      className="notice"
      data-pose="notice"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <NoticeBody notice={notice} />
    </p>
  )
})

export function NoticeBody({ notice }: { readonly notice: Notice }) {
  return (
    <>
      <b>{notice.lead}</b> {notice.text}
    </>
  )
}

function legendWord(state: LegendState): string {
  return state === 'shared' ? 'shared frame' : STATE_WORDS[state]
}

const LETTERS = [
  ['W', 'writable'],
  ['U', 'uffd-wp'],
  ['A', 'accessed'],
  ['D', 'dirty'],
  ['·', 'clear'],
] as const

export const Legend = memo(function Legend({ one }: { readonly one: Boxed<'legend'> }) {
  const { box, states } = one
  return (
    <section
      className="legend"
      data-pose="legend"
      aria-label="Legend"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <ul>
        {states.map((state) => (
          <li key={state}>
            <Swatch state={state} />
            {legendWord(state)}
          </li>
        ))}
      </ul>
      <p>
        {LETTERS.map(([letter, word]) => (
          <span key={letter}>
            <b className="mono">{letter}</b> {word}
          </span>
        ))}
      </p>
    </section>
  )
})
