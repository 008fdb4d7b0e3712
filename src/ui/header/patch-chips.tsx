import { flipPatch } from '../../store/kernel.ts'
import { useApp } from '../../store/store.ts'
import { Icon } from '../shared/icons.tsx'
import { Tip } from '../shared/tip.tsx'

const SHOWN = 2

/** The patches that matter to this story, each in or taken away. */
export function PatchChips() {
  const patches = useApp((state) => state.run.run?.patches)
  const infos = useApp((state) => state.hello?.patches)
  return (patches ?? []).slice(0, SHOWN).map(({ id, present }) => {
    const info = infos?.find((one) => one.id === id)
    const says = info === undefined ? null : `${info.subject}. ${info.rule} Since ${info.since}.`
    return (
      <Tip key={id} says={says} side="below">
        {(hooks) => (
          <button
            {...hooks}
            type="button"
            className="chip"
            aria-label={id}
            aria-pressed={present}
            onClick={() => flipPatch(id, !present)}
          >
            {present ? <Icon name="check" size={14} /> : <span aria-hidden="true">−</span>}
            {id}
          </button>
        )}
      </Tip>
    )
  })
}
