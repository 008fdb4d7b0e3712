/** Both runs over one axis: what both do stands above each other, what one does alone stands alone. */
import type { KeyboardEvent, PointerEvent } from 'react'
import { useEffect, useMemo, useRef } from 'react'
import type { AxisLane, CompareAxis } from '../../scene/compare-axis.ts'
import { compareAxis } from '../../scene/compare-axis.ts'
import { goTo, lastPosition, statementAtPosition, useCompare } from '../../store/compare.ts'
import {
  compareBack,
  compareFirst,
  compareForward,
  compareLast,
  compareNow,
  comparePause,
  compareStatementBack,
  compareStatementForward,
} from '../../store/compare-time.ts'
import { sideWords } from '../../store/compare-words.ts'
import { useSize } from '../tables/use-size.ts'

const NAMES_W = 128
const AXIS_H = 22
const LANE_H = 30
const RULE_H = 12

export function CompareTimeline() {
  const result = useCompare((state) => state.result)
  const position = useCompare((state) => state.position)
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const axis = useMemo(
    () => (result === null ? null : compareAxis(result, Math.max(200, size.width - NAMES_W - 24))),
    [result, size.width],
  )
  const x = axis === null ? 0 : axis.xOf(position)
  useEffect(() => {
    const node = box.current
    if (node === null) return
    const left = x - node.scrollLeft
    const room = node.clientWidth - NAMES_W
    if (left < 40 || left > room - 60) node.scrollLeft = Math.max(0, x - room / 2)
  }, [x])
  if (result === null || axis === null) return <div className="compare-timeline" ref={box} />

  const tops = laneTops(axis, result.runs)
  const height = tops.height
  const first = result.first === null ? undefined : result.divergences[result.first]
  const postX =
    first === undefined ? null : axis.xOf(result.statements[first.statement - 1]?.end ?? 0)
  const now = statementAtPosition(result, position)

  function pick(event: PointerEvent<HTMLElement>): void {
    if (axis === null || result === null || (event.buttons & 1) === 0) return
    const left = event.currentTarget.getBoundingClientRect().left
    comparePause()
    goTo(nearest(axis, event.clientX - left, lastPosition(result)))
  }

  return (
    <div className="compare-timeline" ref={box}>
      <div className="compare-timeline-inner" style={{ width: axis.width + NAMES_W + 12, height }}>
        <LaneNames axis={axis} tops={tops} result={result} />
        <div
          className="compare-lanes"
          style={{ left: NAMES_W, width: axis.width, height }}
          role="slider"
          tabIndex={0}
          aria-label="Step"
          aria-valuemin={0}
          aria-valuemax={lastPosition(result)}
          aria-valuenow={position}
          aria-valuetext={compareNow(result, position)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            pick(event)
          }}
          onPointerMove={pick}
          onKeyDown={moveByKey}
        >
          {axis.columns.map((column, i) => (
            <p
              key={column.line}
              className={`compare-column${i === now ? ' is-now' : ''}`}
              style={{ left: column.x, width: column.w }}
            >
              {column.line} {i === now ? <b>{column.text}</b> : column.text}
            </p>
          ))}
          <svg width={axis.width} height={height} aria-hidden="true" focusable="false">
            {axis.columns.map((column) => (
              <path key={column.line} className="compare-rule" d={`M${column.x} 0 V${height}`} />
            ))}
            {tops.rule === null ? null : (
              <path className="compare-middle" d={`M0 ${tops.rule} H${axis.width}`} />
            )}
            {axis.lanes.map((lane) => (
              <Lane
                key={lane.id}
                lane={lane}
                y={tops.of.get(lane.id) ?? 0}
                position={position}
                width={axis.width}
              />
            ))}
            {(['a', 'b'] as const).map((side) =>
              result.runs[side] === null ? (
                <Records key={side} axis={axis} y={tops.of.get(side) ?? 0} />
              ) : null,
            )}
            {postX === null ? null : (
              <g>
                <path className="compare-post" d={`M${postX} ${AXIS_H} V${height}`} />
                <circle className="compare-sign" cx={postX} cy={tops.rule ?? height / 2} r={8} />
                <text className="compare-sign-text" x={postX} y={(tops.rule ?? height / 2) + 4.5}>
                  ≠
                </text>
              </g>
            )}
            <path className="compare-head-line" d={`M${x} 6 V${height}`} />
            <path className="compare-head-mark" d={`M${x - 6} 0 h12 v8 l-6 6 l-6 -6 Z`} />
          </svg>
        </div>
      </div>
    </div>
  )
}

function moveByKey(event: KeyboardEvent): void {
  const { key, shiftKey } = event
  const act =
    key === 'ArrowRight'
      ? shiftKey
        ? compareStatementForward
        : compareForward
      : key === 'ArrowLeft'
        ? shiftKey
          ? compareStatementBack
          : compareBack
        : key === 'Home'
          ? compareFirst
          : key === 'End'
            ? compareLast
            : null
  if (act === null) return
  event.preventDefault()
  event.stopPropagation()
  act()
}

function nearest(axis: CompareAxis, x: number, last: number): number {
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high) >>> 1
    if (axis.xOf(middle) < x) low = middle + 1
    else high = middle
  }
  const before = Math.max(0, low - 1)
  return x - axis.xOf(before) < axis.xOf(low) - x ? before : low
}

interface Tops {
  readonly of: ReadonlyMap<string, number>
  /** Between the sides. */
  readonly rule: number | null
  readonly height: number
}

/** Middles of the lanes; a recording has one line. */
function laneTops(axis: CompareAxis, runs: { readonly a: unknown; readonly b: unknown }): Tops {
  const of = new Map<string, number>()
  let y = AXIS_H
  let rule: number | null = null
  for (const side of ['a', 'b'] as const) {
    if (side === 'b') {
      rule = y + RULE_H / 2
      y += RULE_H
    }
    const own =
      runs[side] === null
        ? [side]
        : axis.lanes.filter((lane) => lane.side === side).map(({ id }) => id)
    for (const id of own) {
      of.set(id, y + LANE_H / 2)
      y += LANE_H
    }
  }
  return { of, rule, height: y + 6 }
}

interface NamesProps {
  readonly axis: CompareAxis
  readonly tops: Tops
  readonly result: NonNullable<ReturnType<typeof useCompareResult>>
}

function useCompareResult() {
  return useCompare((state) => state.result)
}

function LaneNames({ axis, tops, result }: NamesProps) {
  const sides = ['a', 'b'] as const
  const [left, right] = sideWords(result)
  return (
    <ul className="compare-names" style={{ width: NAMES_W, height: tops.height }}>
      {sides.flatMap((side) => {
        const name = side === 'a' ? left : right
        if (result.runs[side] === null) {
          return [
            <li key={side} style={{ top: (tops.of.get(side) ?? 0) - 10 }}>
              <span>{name}</span> <strong>{name === 'recording' ? '' : 'recording'}</strong>
            </li>,
          ]
        }
        return axis.lanes
          .filter((lane) => lane.side === side)
          .map((lane, i) => (
            <li key={lane.id} style={{ top: (tops.of.get(lane.id) ?? 0) - 10 }}>
              <span>{i === 0 ? name : ''}</span> <strong>{lane.name}</strong>
            </li>
          ))
      })}
    </ul>
  )
}

interface LaneProps {
  readonly lane: AxisLane
  readonly y: number
  readonly position: number
  readonly width: number
}

/** Ticks as two paths, the past solid and the future outlined; what one side does alone is taller. */
function Lane({ lane, y, position, width }: LaneProps) {
  let past = ''
  let future = ''
  for (const tick of lane.ticks) {
    const h = tick.isAlone ? 8 : 5
    const d = `M${(tick.x - 1.75).toFixed(1)} ${y - h} h3.5 v${2 * h} h-3.5 Z`
    if (tick.position <= position) past += d
    else future += d
  }
  return (
    <g>
      <path className="compare-lane" d={`M0 ${y} H${width}`} />
      <path className="compare-tick" d={past} />
      <path className="compare-tick-ahead" d={future} />
    </g>
  )
}

/** One diamond a record, at the end of its statement. */
function Records({ axis, y }: { readonly axis: CompareAxis; readonly y: number }) {
  return (
    <g>
      <path className="compare-lane" d={`M0 ${y} H${axis.width}`} />
      {axis.columns.map(({ line, verdict, x, w }) => {
        const end = x + w - 9
        const isDiffering = verdict === 'differs'
        return (
          <g
            key={line}
            className={`compare-record compare-record-${isDiffering ? 'differs' : 'agrees'}`}
          >
            <path d={`M${end} ${y - 8} l8 8 l-8 8 l-8 -8 Z`} />
            {isDiffering ? (
              <text x={end} y={y + 4}>
                ≠
              </text>
            ) : verdict === 'agrees' ? (
              <path className="compare-record-check" d={`M${end - 3} ${y} l2 2.4 l4 -4.4`} />
            ) : null}
          </g>
        )
      })}
    </g>
  )
}
