/** What is left of a closed drawer: a strip with its name and what would be found in it. */
import { focusedPage, nameText, pageName } from '../store/focus.ts'
import { statementOf } from '../store/rows.ts'
import type { State } from '../store/state.ts'
import { useApp } from '../store/store.ts'
import { toggleDrawer } from '../store/view.ts'
import { Icon } from './shared/icons.tsx'

export function Rail({ side }: { side: 'scenario' | 'inspector' }) {
  const hint = useApp(side === 'scenario' ? currentLine : selectionName)
  const isOpen = useApp((state) => state.view.drawers[side])
  return (
    <button
      type="button"
      className={`rail rail-${side}`}
      aria-expanded={isOpen}
      onClick={() => toggleDrawer(side)}
    >
      <Icon name={side === 'scenario' ? 'menu' : 'search'} size={18} />
      <span className="rail-name">{side === 'scenario' ? 'Scenario' : 'Inspector'}</span>{' '}
      {hint === '' ? null : <code className="rail-hint">{hint}</code>}
    </button>
  )
}

function currentLine({ run, time }: State): string {
  const statement = run.run === null ? null : statementOf(run.run, time.step)
  return statement === null ? '' : `${statement.line} ${statement.text}`
}

function selectionName(state: State): string {
  const page = focusedPage(state)
  const name = page === null || state.seen.view === null ? null : pageName(state.seen.view, page)
  return name === null ? '' : nameText(name)
}
