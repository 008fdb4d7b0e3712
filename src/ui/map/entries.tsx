/** The entries of one page table in words: as many as the lens shows of its row. */
import { memo } from 'react'
import type { LensWindow, MapPlan } from '../../scene/map-plan.ts'
import { isShown } from '../../scene/map-plan.ts'
import type { PageFacts } from '../../scene/map-words.ts'
import { frameText, pageSentence } from '../../scene/map-words.ts'
import { lookAt } from '../../store/map.ts'
import { RECORDED_MM } from '../../store/recorded-map.ts'
import { Swatch } from '../shared/swatch.tsx'
import type { MapModel } from './use-map.ts'
import { factsOf } from './use-map.ts'

interface EntriesProps {
  readonly model: MapModel
  readonly window: LensWindow
  readonly vpn: number
}

export const Entries = memo(function Entries({ model, window, vpn }: EntriesProps) {
  const { plan } = model
  const first = vpn - (vpn % 512) + window.entry
  const pages = Array.from({ length: window.entries }, (_, i) => first + i).filter((page) =>
    isShown(plan, page),
  )
  const [from, to] = [(pages[0] ?? first) % 512, (pages.at(-1) ?? first) % 512]
  const name = `PMD ${Math.floor(vpn / 512) % 512}, entries ${from}..${to}`
  return (
    <section className="map-entries-part" aria-label={name}>
      <header className="map-head">
        <h2>{name}</h2>
        {plan.mm.id === RECORDED_MM ? null : (
          <p className="map-letters">
            <b>W</b> writable <b>U</b> uffd-wp <b>A</b> accessed <b>D</b> dirty
          </p>
        )}
      </header>
      <ol className="map-entries" style={{ gridTemplateRows: 'repeat(8, auto)' }}>
        {pages.map((page) => (
          <Entry key={page} plan={plan} page={page} isNow={page === vpn} />
        ))}
      </ol>
    </section>
  )
})

function Entry({ plan, page, isNow }: { plan: MapPlan; page: number; isNow: boolean }) {
  const facts = factsOf(plan, page)
  if (facts === null) return <li />
  const { info, entry, recorded } = facts
  const state = recorded?.state ?? info.state
  return (
    <li
      className={isNow ? 'map-entry-now' : undefined}
      aria-current={isNow ? 'true' : undefined}
      onPointerDown={() => lookAt(plan.mm.id, page)}
    >
      <Swatch state={facts.hasTable ? state : 'none'} />
      <b>{entry}</b>
      <span className={`map-frame map-frame-${state}`}>{frameText(facts)}</span>
      <Letters facts={facts} />
    </li>
  )
}

function Letters({ facts }: { facts: PageFacts }) {
  const { letters } = facts.info
  if (letters === null) return <span className="quiet">{pageSentence(facts)}</span>
  const [w, u, a, d] = letters
  return (
    <span className="map-flags">
      <span className="map-flag-w">{w}</span>
      <span className="map-flag-u">{u}</span>
      <span>{a}</span>
      <span>{d}</span>
    </span>
  )
}
