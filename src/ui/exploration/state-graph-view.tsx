/** One picture of every schedule: each dot is a state, each column one step later. */
import type { PointerEvent } from 'react'
import { useMemo, useRef, useState } from 'react'
import type { GraphPicture } from '../../scene/state-graph-layout.ts'
import { graphPicture, scheduleTo } from '../../scene/state-graph-layout.ts'
import type { StateGraph } from '../../store/desk-types.ts'
import { useExplore } from '../../store/explore.ts'
import { useSize } from '../tables/use-size.ts'
import { count, scheduleWords } from './words.ts'

const HEIGHT = 262
const REACH = 9

export function StateGraphView() {
  const graph = useExplore((state) => state.graph)
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const picture = useMemo(
    () => (graph === null || width === 0 ? null : graphPicture(graph, width, HEIGHT)),
    [graph, width],
  )
  return (
    <figure className="graph">
      <div className="graph-box" ref={box} style={{ height: HEIGHT + 22 }}>
        {graph === null || picture === null ? null : (
          <Drawing graph={graph} picture={picture} width={width} />
        )}
      </div>
      {graph === null ? null : <Caption graph={graph} />}
    </figure>
  )
}

function Caption({ graph }: { readonly graph: StateGraph }) {
  const isBad = graph.nodes.some((node) => node.isBad)
  return (
    <figcaption className="graph-caption">
      <span>steps taken</span>
      <span className="graph-legend">
        {graph.left > 0 ? <span>{count(graph.left)} states more are not drawn</span> : null}
        <span>
          <i className="dot dot-inner" /> state, larger if more schedules pass
        </span>
        <span>
          <i className="dot dot-end" /> all done
        </span>
        {isBad ? (
          <span>
            <i className="dot dot-bad">×</i> violated
          </span>
        ) : null}
      </span>
    </figcaption>
  )
}

interface DrawingProps {
  readonly graph: StateGraph
  readonly picture: GraphPicture
  readonly width: number
}

function circle({ x, y, r }: GraphPicture['dots'][number]): string {
  const R = r.toFixed(1)
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${R} ${R} 0 1 0 ${(2 * r).toFixed(1)} 0a${R} ${R} 0 1 0 ${(-2 * r).toFixed(1)} 0Z`
}

function Drawing({ graph, picture, width }: DrawingProps) {
  const [hovered, setHovered] = useState<number | null>(null)
  const shapes = useMemo(() => shapesOf(graph, picture), [graph, picture])
  const ticks = depthTicks(picture.depths)
  const isBad = (node: number): boolean => graph.nodes[node]?.isBad === true
  const firstBad = graph.path.find(isBad)
  const badX = firstBad === undefined ? null : (picture.dots[firstBad]?.x ?? null)

  function hover(event: PointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    let best: number | null = null
    let reach = REACH ** 2
    for (const [i, dot] of picture.dots.entries()) {
      const distance = (dot.x - x) ** 2 + (dot.y - y) ** 2
      if (distance < reach) {
        reach = distance
        best = i
      }
    }
    setHovered(best)
  }

  const dot = hovered === null ? undefined : picture.dots[hovered]
  return (
    <>
      <svg
        width={width}
        height={HEIGHT + 22}
        role="img"
        aria-label={`The states as a graph: ${graph.nodes.length} of them, up to ${picture.depths} steps deep`}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(null)}
      >
        <path className="graph-lines" d={picture.lines} />
        <path className="graph-bad-lines" d={picture.badLines} />
        <path className="graph-path" d={picture.path} />
        <path className="graph-inner" d={shapes.inner} />
        <path className="graph-end" d={shapes.end} />
        <path className="graph-on-path" d={shapes.path} />
        <path className="graph-bad" d={shapes.bad} />
        <path className="graph-cross" d={shapes.crosses} />
        {dot === undefined ? null : <circle className="graph-hover" cx={dot.x} cy={dot.y} r={8} />}
        {ticks.map((depth) => (
          <text key={depth} className="graph-depth" x={picture.xOf(depth)} y={HEIGHT + 16}>
            {depth}
          </text>
        ))}
      </svg>
      {dot === undefined || hovered === null ? null : (
        <p
          className="graph-tip"
          style={{ left: Math.min(dot.x + 12, width - 260), top: Math.max(0, dot.y - 44) }}
        >
          {scheduleWords(scheduleTo(graph, hovered)) || 'start'}
        </p>
      )}
      {badX === null ? null : (
        <p className="graph-note" style={{ left: Math.max(0, badX - 206), top: HEIGHT - 30 }}>
          shortest, {graph.path.length - 1} steps
        </p>
      )}
    </>
  )
}

/** About a dozen numbers along the axis. */
function depthTicks(depths: number): number[] {
  const every = Math.max(1, Math.ceil(depths / 12))
  return Array.from({ length: Math.floor(depths / every) + 1 }, (_, i) => i * every)
}

function shapesOf({ nodes, path }: StateGraph, { dots }: GraphPicture) {
  const onPath = new Set(path)
  const shapes = { inner: '', end: '', path: '', bad: '', crosses: '' }
  for (const [i, node] of nodes.entries()) {
    const dot = dots[i]
    if (dot === undefined) continue
    if (node.isBad) {
      shapes.bad += circle(dot)
      shapes.crosses += `M${dot.x - 2.4} ${dot.y - 2.4}l4.8 4.8m0 -4.8l-4.8 4.8`
    } else if (onPath.has(i)) shapes.path += circle({ ...dot, r: 4.5 })
    else if (node.is === 'inner') shapes.inner += circle(dot)
    else shapes.end += circle({ ...dot, r: Math.max(3.4, dot.r) })
  }
  return shapes
}
