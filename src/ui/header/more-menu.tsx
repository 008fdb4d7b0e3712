import { setEditing } from '../../store/doc.ts'
import { useApp } from '../../store/store.ts'
import { openDialog, showView, switchTheme, toggleDrawer } from '../../store/view.ts'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'
import { useLayout } from '../shared/use-media.ts'
import { VIEWS } from '../views.ts'

/** Where the header has no room: the rest of its buttons. */
export function MoreMenu() {
  const isPhone = useLayout() === 'phone'
  const view = useApp((state) => state.view.view)
  const isEditing = useApp((state) => state.doc.editing)
  return (
    <Menu
      name="More"
      className="button button-plain button-square"
      align="end"
      face={<Icon name={isPhone ? 'menu' : 'dots'} size={18} />}
    >
      {isPhone ? (
        <>
          <MenuItem onChoose={() => toggleDrawer('scenario')}>Show the scenario</MenuItem>
          <MenuItem onChoose={() => toggleDrawer('inspector')}>Show the inspector</MenuItem>
        </>
      ) : null}
      {VIEWS.map(({ id, title }) => (
        <MenuItem key={id} checked={id === view} onChoose={() => showView(id)}>
          {title}
        </MenuItem>
      ))}
      <MenuItem checked={view === 'compare'} onChoose={() => showView('compare')}>
        Compare
      </MenuItem>
      <MenuItem onChoose={() => setEditing(!isEditing)}>
        {isEditing ? 'Stop editing' : 'Edit the scenario'}
      </MenuItem>
      <MenuItem side="e" onChoose={() => openDialog('export')}>
        Export
      </MenuItem>
      <MenuItem side="Ctrl K" onChoose={() => openDialog('palette')}>
        Find
      </MenuItem>
      <MenuItem onChoose={switchTheme}>Theme</MenuItem>
      <MenuItem side="?" onChoose={() => openDialog('keys')}>
        Help
      </MenuItem>
    </Menu>
  )
}
