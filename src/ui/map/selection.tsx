/** The brushed range, or the one page that is looked at: what it holds, and what can be done to it. */

import { useEffect, useMemo, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import { countCells } from '../../scene/map-cells.ts'
import type { MapPlan } from '../../scene/map-plan.ts'
import { pagesIn, rangeText, sizeText, tablesOf } from '../../scene/map-plan.ts'
import { countLines, countsText } from '../../scene/map-words.ts'
import type { Action } from '../../store/actions.ts'
import type { Brush } from '../../store/map.ts'
import { actOnRange, probeRange, setBrush, useMap } from '../../store/map.ts'
import { rangeActions } from '../../store/map-actions.ts'
import type { Refusal } from '../../store/refusal.ts'
import { refusalOf } from '../../store/refusal.ts'
import { useApp } from '../../store/store.ts'
import type { IconName } from '../shared/icons.tsx'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'
import { RefusalWords } from '../shared/refusal-words.tsx'
import { Swatch } from '../shared/swatch.tsx'
import { Tip } from '../shared/tip.tsx'
import { KeyHints } from './key-hints.tsx'
import type { MapModel } from './use-map.ts'

const PROBE_AFTER_MS = 300

const ICONS: Readonly<Record<string, IconName>> = {
  protect: 'shield',
  resolve: 'shieldCheck',
  write: 'pencil',
  read: 'eye',
  pageout: 'upload',
}

/** The brush where there is one in this region, else the page at the cursor. */
function useRange(plan: MapPlan, vpn: number): { range: Brush; isBrushed: boolean } {
  const brush = useMap((state) => state.brush)
  return useMemo(() => {
    const region = plan.region.name
    if (brush !== null && brush.mm === plan.mm.id && brush.region === region)
      return { range: brush, isBrushed: true }
    const index = vpn - plan.region.start
    return { range: { mm: plan.mm.id, region, from: index, to: index }, isBrushed: false }
  }, [brush, plan, vpn])
}

export function SelectionPart({ model, vpn }: { model: MapModel; vpn: number }) {
  const { plan } = model
  const { range, isBrushed } = useRange(plan, vpn)
  const view = useApp((state) => state.seen.view)
  const actor = useApp((state) => state.view.actor)
  const text = rangeText(plan.region, range)
  const actions = useMemo(
    () => (view === null ? null : rangeActions(view, range, text, actor)),
    [view, range, text, actor],
  )
  useProbes(actions?.main, actions?.more, model.epoch)
  const [shown, setShown] = useState<Action | null>(null)
  const first = actions?.main[0] ?? null
  const isKnown = [...(actions?.main ?? []), ...(actions?.more ?? [])].includes(shown as Action)
  return (
    <section className="map-selection" aria-label="Selection">
      <Head model={model} range={range} isBrushed={isBrushed} text={text} />
      {actions === null ? null : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row.
        <div className="map-actions" role="group" aria-label={`Act on ${text}`}>
          {actions.main.map((action) => (
            <ActionButton
              key={action.id}
              action={action}
              pages={pagesIn(range)}
              onShow={() => setShown(action)}
            />
          ))}
          <Menu
            name="More actions"
            className="button button-square"
            align="end"
            side="above"
            face={<Icon name="dots" />}
          >
            {actions.more.map((action) => (
              <MoreAction key={action.id} action={action} />
            ))}
          </Menu>
        </div>
      )}
      <Adds action={isKnown ? shown : first} plan={plan} range={range} />
      <KeyHints />
    </section>
  )
}

const pagesText = (count: number): string => (count === 1 ? '1 page' : `${countText(count)} pages`)

function Head({
  model,
  range,
  isBrushed,
  text,
}: {
  readonly model: MapModel
  readonly range: Brush
  readonly isBrushed: boolean
  readonly text: string
}) {
  const { plan, cells } = model
  const lead = plan.region.start - plan.origin
  const counts = countCells(cells, Math.max(0, range.from + lead), Math.max(0, range.to + 1 + lead))
  const pages = pagesIn(range)
  const title = isBrushed ? `${pagesText(pages)} selected` : text
  const { first, last } = tablesOf(plan.region, range)
  return (
    <>
      <header className="map-selection-head">
        <h2>{title}</h2>
        <p>
          {`${sizeText(pages)}, PMD ${first}${last === first ? '' : `..${last}`}`}
          {isBrushed ? null : `, PTE ${(plan.region.start + range.from) % 512}`}
        </p>
        {isBrushed ? (
          <button
            type="button"
            className="button button-plain"
            aria-label="Clear the selection"
            onClick={() => setBrush(null)}
          >
            <Icon name="close" />
            Clear
          </button>
        ) : null}
      </header>
      <p className="quiet" aria-live="polite" data-testid="map-selection">
        {isBrushed ? `${pagesText(pages)} selected, ${text}: ${countsText(counts)}` : ''}
      </p>
      <p className="map-selection-counts" aria-hidden="true">
        {countLines(counts)
          .filter(({ count }) => count > 0)
          .map(({ words, count }) => (
            <span key={words.state}>
              <Swatch state={words.state} />
              {isBrushed ? <b>{countText(count)}</b> : words.name}
            </span>
          ))}
      </p>
    </>
  )
}

/** Tries the actions when range and moment have stood still for a while. */
function useProbes(
  main: readonly Action[] | undefined,
  more: readonly Action[] | undefined,
  epoch: number,
): void {
  const playing = useApp((state) => state.time.playing)
  const statements = [...(main ?? []), ...(more ?? [])].map(({ statement }) => statement).join('\n')
  useEffect(() => {
    if (playing || statements === '' || epoch < 0) return
    const timer = setTimeout(() => void probeRange(statements.split('\n')), PROBE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [statements, epoch, playing])
}

/** Why the action cannot work now; null while it can, or has not been tried. */
function useRefusal({ statement }: Action): Refusal | null {
  return useMap((state) => refusalOf(state.probes[statement]))
}

function ActionButton({
  action,
  pages,
  onShow,
}: {
  readonly action: Action
  readonly pages: number
  readonly onShow: () => void
}) {
  const refused = useRefusal(action)
  const isFirst = action.id === 'protect'
  const count = pagesText(pages)
  return (
    <Tip
      says={refused === null ? <code>{action.statement}</code> : <RefusalWords refused={refused} />}
    >
      {(hooks) => (
        <button
          {...hooks}
          type="button"
          className={`button${isFirst && refused === null ? ' button-primary' : ''}`}
          aria-disabled={refused !== null}
          onPointerEnter={(event) => {
            onShow()
            hooks.onPointerEnter(event)
          }}
          onFocus={(event) => {
            onShow()
            hooks.onFocus(event)
          }}
          onClick={() => actOnRange(action.statement)}
        >
          <Icon name={ICONS[action.id] ?? 'plus'} />
          {isFirst ? `${action.title} ${count}` : action.title}
        </button>
      )}
    </Tip>
  )
}

function MoreAction({ action }: { action: Action }) {
  const refused = useRefusal(action)
  return (
    <MenuItem
      disabled={refused !== null}
      onChoose={() => actOnRange(action.statement)}
      side={<code>{action.statement}</code>}
    >
      {action.title}
      {refused === null ? null : (
        <span className="menu-item-says">
          <RefusalWords refused={refused} />
        </span>
      )}
    </MenuItem>
  )
}

function Adds({
  action,
  plan,
  range,
}: {
  readonly action: Action | null
  readonly plan: MapPlan
  readonly range: Brush
}) {
  const refused = useMap((state) =>
    action === null ? null : refusalOf(state.probes[action.statement]),
  )
  if (action === null) return null
  const { count } = tablesOf(plan.region, range)
  return (
    <p className="map-adds">
      {refused === null ? 'Adds ' : 'Would add '}
      <code>{action.statement}</code>
      {refused === null ? (
        ` to the scenario: one call, ${count} page ${count === 1 ? 'table' : 'tables'}.`
      ) : (
        <>
          , but <RefusalWords refused={refused} isExplained />.
        </>
      )}
    </p>
  )
}
