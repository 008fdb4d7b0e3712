/** A patch of the kernel as a button that is down while the patch is in. */
import { useApp } from '../../store/store.ts'
import { Icon } from './icons.tsx'
import { Tip } from './tip.tsx'

interface PatchChipProps {
  readonly id: string
  /** Its name, where the id alone does not tell it from another one. */
  readonly label?: string
  readonly present: boolean
  readonly flip: () => void
}

export function PatchChip({ id, label = id, present, flip }: PatchChipProps) {
  const info = useApp((state) => state.hello?.patches.find((one) => one.id === id))
  const says = info === undefined ? null : `${info.subject}. ${info.rule} Since ${info.since}.`
  return (
    <Tip says={says} side="below">
      {(hooks) => (
        <button
          {...hooks}
          type="button"
          className="chip"
          aria-label={label}
          aria-pressed={present}
          onClick={flip}
        >
          {present ? <Icon name="check" size={14} /> : <span aria-hidden="true">−</span>}
          {id}
        </button>
      )}
    </Tip>
  )
}
