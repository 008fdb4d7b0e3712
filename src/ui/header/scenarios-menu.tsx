import { GALLERY } from '../../scenarios/index.ts'
import { openPreset } from '../../store/open.ts'
import { useApp } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { openDialog, showView } from '../../store/view.ts'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'

/** The scenario's title, and behind it all the others. */
export function ScenariosMenu() {
  const text = useApp((state) => state.doc.text)
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
      {GALLERY.map((preset) => (
        <MenuItem
          key={preset.id}
          checked={preset.text === text}
          onChoose={() => openPreset(preset)}
          side={preset.audience}
        >
          {preset.title}
          <span className="menu-item-says">{preset.says}</span>
        </MenuItem>
      ))}
      <MenuItem onChoose={() => openDialog('paste')}>Open your own…</MenuItem>
      <MenuItem onChoose={() => showView('start')}>Start page</MenuItem>
    </Menu>
  )
}
