import { countText } from '../../base/count-text.ts'
import { stopImport } from '../../store/import.ts'
import { useApp } from '../../store/store.ts'

/** How far the reading of a large file has come, and a way to end it. */
export function ImportProgress() {
  const importing = useApp((state) => state.view.importing)
  if (importing === null) return null
  const { name, done, total, records } = importing
  return (
    <div className="import-progress">
      <p>
        <strong>Reading {name}</strong> {countText(records)} records, {(done / 2 ** 20).toFixed(0)}{' '}
        of {(total / 2 ** 20).toFixed(0)} MiB
      </p>
      <progress aria-label={`Reading ${name}`} value={done} max={total} />
      <button type="button" className="button" onClick={stopImport}>
        Stop
      </button>
    </div>
  )
}
