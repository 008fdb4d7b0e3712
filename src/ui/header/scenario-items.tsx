import { GALLERY } from '../../scenarios/index.ts'
import { openPreset } from '../../store/open.ts'
import { MenuItem } from '../shared/menu.tsx'

/** The scenarios that come with the page, as items of a menu. */
export function ScenarioItems({ text }: { readonly text: string }) {
  return (
    <>
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
    </>
  )
}
