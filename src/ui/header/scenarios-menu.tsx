import type { ComponentType } from 'react'
import { useEffect, useState } from 'react'
import { idle } from '../../store/idle.ts'
import { useApp } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { openDialog, showView } from '../../store/view.ts'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'

/** The scenario's title, and behind it all the others. */
export function ScenariosMenu() {
  const text = useApp((state) => state.doc.text)
  // The texts of all scenarios; the page itself comes first.
  const [Items, setItems] = useState<ComponentType<{ readonly text: string }> | null>(null)
  useEffect(() => {
    idle()
      .then(() => import('./scenario-items.tsx'))
      .then(
        ({ ScenarioItems }) => setItems(() => ScenarioItems),
        () => undefined,
      )
  }, [])
  const title = titleOf(text) || 'Untitled scenario'
  return (
    <Menu
      name={`Scenarios, now: ${title}`}
      className="button button-plain header-title"
      face={
        <>
          <span className="header-title-text">{title}</span>
          <Icon name="chevronDown" />
        </>
      }
    >
      {Items === null ? (
        <p className="menu-wait">The scenarios are on their way.</p>
      ) : (
        <Items text={text} />
      )}
      <MenuItem onChoose={() => openDialog('paste')}>Open your own…</MenuItem>
      <MenuItem onChoose={() => showView('start')}>Start page</MenuItem>
    </Menu>
  )
}
