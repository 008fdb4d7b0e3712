/** What can be done to the page at hand. Each button adds the line it stands for; one that cannot work says why. */
import { useMemo } from 'react'
import { act, paletteOf } from '../../store/act.ts'
import type { Action } from '../../store/actions.ts'
import { actorsFor } from '../../store/actions.ts'
import { focusedPage, nameText } from '../../store/focus.ts'
import { refusalOf } from '../../store/refusal.ts'
import { app, useApp } from '../../store/store.ts'
import { setActor } from '../../store/view.ts'
import type { IconName } from '../shared/icons.tsx'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'
import { RefusalWords } from '../shared/refusal-words.tsx'
import { Tip } from '../shared/tip.tsx'

const ICONS: Readonly<Record<string, IconName>> = {
  write: 'pencil',
  read: 'eye',
  protect: 'shield',
  resolve: 'shieldCheck',
  fork: 'fork',
  pageout: 'upload',
}

/** The palette changes with the moment, the selection, the actor and the text. */
function usePalette() {
  const epoch = useApp((state) => state.time.epoch)
  const selected = useApp((state) => state.view.selected)
  const chosen = useApp((state) => state.view.actor)
  const text = useApp((state) => state.doc.text)
  return useMemo(() => {
    const state = app.getState()
    // Named so that the list of what it depends on is what it reads.
    const page = epoch >= 0 ? focusedPage({ ...state, view: { ...state.view, selected } }) : null
    const view = state.seen.view
    const palette = paletteOf({
      ...state,
      doc: { ...state.doc, text },
      view: { ...state.view, selected, actor: chosen },
    })
    return palette === null || page === null || view === null
      ? null
      : { ...palette, actors: actorsOf(actorsFor(view, page), palette.actor) }
  }, [epoch, selected, chosen, text])
}

/** A child that is being made has nobody yet; who makes it is named. */
function actorsOf(able: readonly string[], actor: string): readonly string[] {
  return able.length === 0 ? [actor] : able
}

export function ActOn() {
  const palette = usePalette()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a pane.
    <div className="act" role="group" aria-label="Act on">
      <div className="act-head">
        <h2>
          Act on{' '}
          {palette === null ? (
            <span className="act-none">no page yet</span>
          ) : (
            <code>{nameText(palette.page)}</code>
          )}
        </h2>
        {palette === null ? null : <ActorSelect actor={palette.actor} actors={palette.actors} />}
      </div>
      {palette === null ? (
        <p className="act-hint">Step past a map statement, and its pages can be acted on.</p>
      ) : (
        <>
          <div className="act-buttons">
            {palette.main.map((action) => (
              <ActionButton key={action.id} action={action} />
            ))}
          </div>
          <div className="act-foot">
            <span>Each action adds a line</span>
            <Menu
              name="More actions"
              className="act-more"
              align="end"
              side="above"
              face={
                <>
                  More <Icon name="chevronDown" size={12} />
                </>
              }
            >
              {palette.more.map((action) => (
                <MoreAction key={action.id} action={action} />
              ))}
            </Menu>
          </div>
        </>
      )}
    </div>
  )
}

function ActorSelect({ actor, actors }: { actor: string; actors: readonly string[] }) {
  return (
    <label className="select act-actor">
      <span>as</span>
      <select value={actor} onChange={(event) => setActor(event.target.value)}>
        {actors.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" />
    </label>
  )
}

function ActionButton({ action }: { action: Action }) {
  const refused = useApp((state) => refusalOf(state.view.probes[action.statement]))
  return (
    <Tip
      says={refused === null ? <code>{action.statement}</code> : <RefusalWords refused={refused} />}
    >
      {(hooks) => (
        <button
          {...hooks}
          type="button"
          className="button act-button"
          aria-disabled={refused !== null}
          onClick={() => act(action)}
        >
          <Icon name={ICONS[action.id] ?? 'plus'} />
          {action.title}
        </button>
      )}
    </Tip>
  )
}

function MoreAction({ action }: { action: Action }) {
  const refused = useApp((state) => refusalOf(state.view.probes[action.statement]))
  return (
    <MenuItem
      disabled={refused !== null}
      onChoose={() => act(action)}
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
