/** What the pointer is over: the page, where its entry is, and what it is. */
import { useLayoutEffect, useRef } from 'react'
import type { MapPlan } from '../../scene/map-plan.ts'
import { pageSentence } from '../../scene/map-words.ts'
import type { PlotSize } from './use-gestures.ts'
import { factsOf } from './use-map.ts'

const GAP = 12

interface HoverTipProps {
  readonly plan: MapPlan
  readonly size: PlotSize
  readonly vpn: number
  readonly spot: { readonly x: number; readonly y: number; readonly cell: number }
}

export function HoverTip({ plan, size, vpn, spot }: HoverTipProps) {
  const tip = useRef<HTMLDivElement>(null)
  const facts = factsOf(plan, vpn)
  useLayoutEffect(() => {
    const node = tip.current
    if (node === null) return
    const half = node.offsetWidth / 2
    const left = Math.max(-40, Math.min(size.width + 40 - 2 * half, spot.x - half))
    const isBelow = spot.y + spot.cell / 2 + GAP + node.offsetHeight <= size.height + 60
    const below = spot.y + spot.cell / 2 + GAP
    node.style.left = `${left}px`
    node.style.top = `${isBelow ? below : spot.y - spot.cell / 2 - GAP - node.offsetHeight}px`
  }, [size, spot])
  if (facts === null) return null
  return (
    <div ref={tip} className="map-tip" aria-hidden="true">
      <p>
        <b>{`${plan.region.name}[${vpn - plan.region.start}]`}</b>
        <span>{`PMD ${facts.pmd}, PTE ${facts.entry}`}</span>
      </p>
      <p>{pageSentence(facts)}</p>
    </div>
  )
}
