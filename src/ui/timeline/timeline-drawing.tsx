/** Draws a timeline scene. All of it is decoration: the slider and the scenario say the same in words. */
import { memo } from 'react'
import type {
  ArrowShape,
  BlockedShape,
  HeadShape,
  LaneMetrics,
  TimelineScene,
} from '../../scene/timeline-scene.ts'

/** Of the axis with the names of the statements. */
const AXIS = 20

interface DrawingProps {
  readonly scene: TimelineScene
  readonly width: number
  readonly lanes: LaneMetrics
  readonly count: number
}

export const TimelineDrawing = memo(function TimelineDrawing(props: DrawingProps) {
  const { scene, width, lanes, count } = props
  const rows = Array.from({ length: count }, (_, index) => lanes.top + index * lanes.apart)
  return (
    <svg className="timeline-svg" width={width} height="100%" aria-hidden="true" focusable="false">
      <defs>
        <pattern
          id="timeline-hatch"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="7" height="7" className="hatch-ground" />
          <rect width="2.2" height="7" className="hatch-line" />
        </pattern>
      </defs>
      <rect
        className="timeline-ahead"
        x={scene.playhead}
        width={Math.max(0, width - scene.playhead)}
        height="100%"
      />
      {scene.heads.map((head) => (
        <HeadOf key={head.from} head={head} />
      ))}
      <path className="timeline-rule" d={`M0 ${AXIS}.5H${width}`} />
      {rows.map((y) => (
        <path key={y} className="timeline-lane" d={`M0 ${y}H${width}`} />
      ))}
      {scene.brackets.map(({ id, path, x, y, label }) => (
        <g key={id} className="timeline-bracket">
          <path d={path} />
          <text x={x} y={y}>
            {label}
          </text>
        </g>
      ))}
      <path className="timeline-past" d={scene.past} strokeWidth={scene.tickWidth} />
      <path className="timeline-future" d={scene.future} />
      {scene.blocked.map((one) => (
        <BlockedOf key={one.id} shape={one} />
      ))}
      {scene.arrows.map((arrow) => (
        <ArrowOf key={arrow.id} arrow={arrow} />
      ))}
    </svg>
  )
})

function HeadOf({ head }: { head: HeadShape }) {
  return (
    <g className={head.isNow ? 'timeline-head timeline-head-now' : 'timeline-head'}>
      {head.isNow ? (
        <rect className="timeline-now" x={head.x} width={head.width} height={AXIS} />
      ) : null}
      <path className="timeline-rule" d={`M${head.x + 0.5} 0V400`} />
      <text x={head.textX} y="14">
        {head.lines}
        <tspan dx="7" className="timeline-head-text">
          {head.text}
        </tspan>
      </text>
    </g>
  )
}

function BlockedOf({ shape }: { shape: BlockedShape }) {
  const { x, y, width, past, label } = shape
  const labelWidth = label.length * 7 + 12
  return (
    <g>
      {past < width ? (
        <rect className="timeline-will" x={x} y={y} width={width} height="16" rx="3" />
      ) : null}
      {past > 0 ? (
        <rect
          className="timeline-blocked"
          data-bar={shape.id}
          x={x}
          y={y}
          width={past}
          height="16"
          rx="3"
        />
      ) : null}
      {label === '' ? null : (
        <>
          {past > 0 ? (
            <rect
              className="timeline-label-ground"
              x={x + (width - labelWidth) / 2}
              y={y}
              width={labelWidth}
              height="16"
              rx="3"
            />
          ) : null}
          <text className="timeline-blocked-label" x={x + width / 2} y={y + 12.5}>
            {label}
          </text>
        </>
      )}
    </g>
  )
}

function ArrowOf({ arrow }: { arrow: ArrowShape }) {
  const { kind, path, head, label, labelX, labelY, dot, isNow } = arrow
  return (
    <g className={`timeline-${kind}`} data-now={isNow ? '' : undefined}>
      {path === null ? null : (
        // The dashes of a fork are in pixels; what draws itself is one dash as long as its way.
        <path
          className="timeline-arrow"
          d={path}
          pathLength={isNow && kind !== 'fork' ? 1 : undefined}
        />
      )}
      {head === null ? null : <path className="timeline-arrow-head" d={head} />}
      {dot === null ? null : <circle className="timeline-dot" cx={dot.x} cy={dot.y} r="3.5" />}
      {label === '' ? null : (
        <text className="timeline-arrow-label" x={labelX} y={labelY}>
          {label}
        </text>
      )}
    </g>
  )
}
