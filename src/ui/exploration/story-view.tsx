/** A schedule in time: a lane an actor, and below it the page's entry, its translations and its frames. */
import { Fragment, useRef } from 'react'
import type { Found, Story, StoryTurn } from '../../store/desk-types.ts'
import { showSchedule, useExplore } from '../../store/explore.ts'
import { openSchedule } from '../../store/explore-open.ts'
import { breakable } from '../shared/breakable.ts'
import { CopyButton } from '../shared/copy-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { ExplainedText, FunctionName } from '../shared/term.tsx'
import { useSize } from '../tables/use-size.ts'
import { scheduleWords } from './words.ts'

const NAMES_W = 126
const LEAST_TURN = 66
const LANE_H = 50
const STRIP_H = 40
const HEAD_H = 20
/** Of a character in a strip, and what stands around its text. */
const CHAR_W = 7.8
const STRIP_PAD = 18

export function StoryView() {
  const story = useExplore((state) => state.story)
  const shown = useExplore((state) => state.shown)
  const result = useExplore((state) => state.result)
  const words = useExplore((state) => state.words)
  if (story === null || shown === null || result === null) return null
  const same = (schedule: readonly string[]): boolean => schedule.join() === shown.join()
  const found = result.violations?.find((one) => same(one.schedule)) ?? null
  const good = result.violations?.find((one) => one.swap !== null && same(one.swap.good)) ?? null
  return (
    <section className="story" aria-label="Schedule">
      <header className="story-head">
        <div>
          <h2>
            <ExplainedText text={found === null ? titleOf(good) : (story.claim ?? found.say)} />
          </h2>
          <p className="story-schedule">
            <code>{scheduleWords(shown)}</code>
          </p>
        </div>
        <div className="story-tools">
          {words === null ? null : (
            <>
              <CopyButton text={words.mail} what="Text">
                Text for the mail
              </CopyButton>
              <CopyButton text={words.link} what="Link">
                <Icon name="share" />
                Copy link
              </CopyButton>
            </>
          )}
          <button
            type="button"
            className="button button-primary"
            onClick={() => openSchedule(shown)}
          >
            <Icon name="forward" />
            Open this schedule
          </button>
        </div>
      </header>
      <Drawing story={story} />
      <SwapLine found={found} good={good} />
    </section>
  )
}

function titleOf(good: Found | null): string {
  return good === null ? 'An order that violates nothing' : 'One swap away: nothing is violated'
}

/** The one swap that matters. */
function SwapLine({ found, good }: { readonly found: Found | null; readonly good: Found | null }) {
  const swap = found?.swap ?? null
  if (swap !== null && found !== null) {
    const { from, middle, to } = swap
    const first = scheduleWords(found.schedule.slice(from, middle))
    const second = scheduleWords(found.schedule.slice(middle, to))
    return (
      <p className="story-swap">
        <span>
          <strong>The one swap that matters:</strong> {steps(from, middle)}, <code>{first}</code>,
          and {steps(middle, to)}, <code>{second}</code>. The other way round nothing is violated.
        </span>
        <button type="button" className="button" onClick={() => void showSchedule(swap.good)}>
          Show the good order
        </button>
      </p>
    )
  }
  if (good === null) return null
  return (
    <p className="story-swap">
      This order differs by one swap from one that is violated.
      <button type="button" className="button" onClick={() => void showSchedule(good.schedule)}>
        Show the bad order
      </button>
    </p>
  )
}

function steps(from: number, to: number): string {
  return to - from === 1 ? `step ${from + 1}` : `steps ${from + 1} to ${to}`
}

function Drawing({ story }: { readonly story: Story }) {
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const count = story.turns.length
  const turnW = Math.max(LEAST_TURN, (width - NAMES_W - 4) / Math.max(1, count))
  const laneTop = (i: number): number => HEAD_H + i * LANE_H
  const stripsTop = HEAD_H + story.actors.length * LANE_H + 14
  const height = stripsTop + story.strips.length * STRIP_H
  const total = NAMES_W + turnW * count
  const x = (turn: number): number => NAMES_W + turn * turnW
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide schedule scrolls, by keyboard too.
    <section className="story-box" ref={box} tabIndex={0} aria-label="Turns, in time">
      {width === 0 ? null : (
        <div className="story-drawing" style={{ width: total, height }}>
          <svg width={total} height={height} aria-hidden="true" focusable="false">
            {story.turns.map((turn, i) => (
              <path key={turn.step} className="story-rule" d={`M${x(i)} ${HEAD_H - 4}V${height}`} />
            ))}
            {story.actors.map((actor, i) => (
              <path
                key={actor.name}
                className="story-lane"
                d={`M${NAMES_W} ${laneTop(i) + LANE_H / 2}H${total}`}
              />
            ))}
            <Arrows story={story} x={x} turnW={turnW} laneTop={laneTop} stripsTop={stripsTop} />
          </svg>
          {story.actors.map((actor, i) => (
            <p
              key={actor.name}
              className="story-actor"
              style={{ top: laneTop(i) + LANE_H / 2 - 10 }}
            >
              <strong>{actor.name}</strong> <span>CPU {actor.cpu}</span>
            </p>
          ))}
          <ol className="story-turns" aria-label="Turns">
            {story.turns.map((turn, i) => {
              const lane = story.actors.findIndex(({ name }) => name === turn.actor)
              return (
                <Fragment key={turn.step}>
                  <li
                    className={turnClass(turn)}
                    style={{ left: x(i) + 2, top: laneTop(lane) + 4, width: turnW - 4 }}
                  >
                    <span className="story-number" style={{ top: -laneTop(lane) - 4 }}>
                      {i + 1}
                    </span>
                    <span className="quiet">{turn.actor}: </span>
                    <Says turn={turn} />
                  </li>
                </Fragment>
              )
            })}
          </ol>
          {story.strips.map((strip, i) => (
            <dl
              key={strip.id}
              className="story-strip"
              style={{ top: stripsTop + i * STRIP_H, width: total }}
            >
              <dt>{strip.name}</dt>
              {strip.parts.map((part) => (
                <dd
                  key={part.from}
                  className={`strip strip-${part.is}`}
                  style={{ left: x(part.from) + 1.5, width: (part.to - part.from) * turnW - 3 }}
                >
                  <StripText text={part.text} width={(part.to - part.from) * turnW} />
                </dd>
              ))}
            </dl>
          ))}
        </div>
      )}
    </section>
  )
}

/** Where there is no room for all of it, its first word; the rest is heard, not seen. */
function StripText({ text, width }: { readonly text: string; readonly width: number }) {
  const at = text.indexOf(' ')
  if (at < 0 || text.length * CHAR_W + STRIP_PAD <= width) return <span>{text}</span>
  return (
    <span>
      {text.slice(0, at)}
      <span className="quiet">{text.slice(at)}</span>
    </span>
  )
}

function turnClass(turn: StoryTurn): string {
  return `story-turn${turn.isKey ? ' is-key' : ''}${turn.stale === null ? '' : ' is-bad'}`
}

function Says({ turn }: { readonly turn: StoryTurn }) {
  const [first = ''] = turn.says
  if (turn.stale === null && first.endsWith('()')) {
    return (
      <span>
        <FunctionName fn={first}>{breakable(first)}</FunctionName>
      </span>
    )
  }
  return (
    <span>{breakable(turn.stale === null ? first : `stores ${turn.stored ?? ''} by old TLB`)}</span>
  )
}

interface ArrowProps {
  readonly story: Story
  readonly x: (turn: number) => number
  readonly turnW: number
  readonly laneTop: (lane: number) => number
  readonly stripsTop: number
}

/** From a store by an old translation down to the frame that it reached. */
function Arrows({ story, x, turnW, laneTop, stripsTop }: ArrowProps) {
  return story.turns.map((turn, i) => {
    const strip = story.strips.findIndex(({ id }) => id === `frame${turn.stale}`)
    if (turn.stale === null || strip < 0) return null
    const lane = story.actors.findIndex(({ name }) => name === turn.actor)
    const at = x(i) + turnW / 2
    const end = stripsTop + strip * STRIP_H + 1
    return (
      <g key={turn.step}>
        <path className="story-arrow" d={`M${at} ${laneTop(lane) + LANE_H - 4}V${end - 6}`} />
        <path className="story-arrow-head" d={`M${at - 4} ${end - 7}h8l-4 7Z`} />
      </g>
    )
  })
}
