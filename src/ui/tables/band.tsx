/** One process: its name, and its page tables as a tree grid with one stop for tab. */
import { memo, useState } from 'react'
import type { BandBox, CrumbBox } from '../../scene/scene.ts'
import type { Crumb } from '../../scene/tables.ts'
import { select } from '../../store/view.ts'
import { handleGridKey, tabStopOf } from './grid-keys.ts'
import { NewCaption, TableCard } from './table-card.tsx'

/** Only the ground: it lies under the lines, the cards over them. */
export const BandGround = memo(function BandGround({ band }: { readonly band: BandBox }) {
  return (
    <div
      className="band-ground"
      data-pose={`ground-${band.id}`}
      style={{ left: band.x, top: band.y, width: band.w, height: band.h }}
    />
  )
})

function CrumbButton({ crumb, mm }: { readonly crumb: Crumb; readonly mm: number }) {
  return (
    <button
      type="button"
      className="crumb"
      aria-pressed={crumb.isSelected}
      onClick={() => select({ mm, vpn: crumb.vpn, level: crumb.level, entry: crumb.entry })}
    >
      {crumb.name} <b className="mono">{crumb.index}</b>
    </button>
  )
}

/** Below this width a breadcrumb has no room for the frame of the last table; the card beside it names it. */
const LABELLED_FROM = 232

const Crumbs = memo(function Crumbs({ box, mm }: { readonly box: CrumbBox; readonly mm: number }) {
  return (
    <div
      className="crumbs"
      data-pose={box.id}
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      {box.crumbs.map((crumb) => (
        <CrumbButton key={crumb.id} crumb={crumb} mm={mm} />
      ))}
      {box.w < LABELLED_FROM ? null : (
        <span className="mono crumbs-label">{box.label === '' ? 'none' : box.label}</span>
      )}
    </div>
  )
})

interface BandProps {
  readonly band: BandBox
  readonly step: number
}

export const Band = memo(function Band({ band, step }: BandProps) {
  const [focused, setFocused] = useState<string | null>(null)
  const tabStop = tabStopOf(band, focused)
  const left = band.x + 8
  const pud = band.cards.find((card) => card.table.level === 3)
  const cr3 = Math.min(left + 114, pud === undefined ? left + 114 : pud.x + pud.w * 0.84 - 96)
  return (
    <section className="band" aria-label={`Process ${band.process}`}>
      <h3
        className="band-name"
        data-pose={`name-${band.id}`}
        style={{ left: left + 2, top: band.y + 5 }}
      >
        {band.process}
      </h3>
      {band.crumbs === null ? (
        <p
          className="band-cr3 mono"
          data-pose={`name-${band.id}`}
          style={{ left: cr3, top: band.y + 5 }}
        >
          CR3 {band.cr3}
        </p>
      ) : (
        <Crumbs box={band.crumbs} mm={band.mm} />
      )}
      {band.moreTables === 0 ? null : (
        <p className="band-more" style={{ left: band.x + band.w - 160, top: band.y + 5 }}>
          and {band.moreTables} more {band.moreTables === 1 ? 'table' : 'tables'}
        </p>
      )}
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows of a table that open and take the focus.
        role="treegrid"
        className={`tables${band.isActive ? '' : ' is-idle'}`}
        aria-label={`Page tables of ${band.process}`}
        onKeyDown={(event) => {
          const next = handleGridKey(event, band)
          if (next !== null) setFocused(next)
        }}
      >
        {band.cards.map((card) => (
          <TableCard key={card.table.id} card={card} step={step} tabStop={tabStop} />
        ))}
      </table>
      {band.cards.map((card) => (
        <NewCaption key={card.table.id} card={card} />
      ))}
    </section>
  )
})
