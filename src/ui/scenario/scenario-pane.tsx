/** The left pane: the scenario, to read or to edit, and below it what can be done to the page at hand. */
import { lazy, Suspense } from 'react'
import { applyNearest, canRedo, canUndo, redo, rerun, setEditing, undo } from '../../store/doc.ts'
import { useApp } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'
import { AsLesson } from '../lesson/as-lesson.tsx'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { Menu, MenuItem } from '../shared/menu.tsx'
import { ActOn } from './act-on.tsx'
import { ReadView } from './read-view.tsx'

const Editor = lazy(() => import('./editor.tsx').then(({ Editor }) => ({ default: Editor })))

export function ScenarioPane({ onClose }: { onClose?: () => void }) {
  const isEditing = useApp((state) => state.doc.editing)
  const failure = useApp((state) => state.run.error)
  return (
    <section className="pane scenario" aria-label="Scenario and actions">
      <div className="pane-head">
        <h2>Scenario</h2>
        <IconButton
          name={isEditing ? 'Done editing' : 'Edit'}
          icon={isEditing ? 'check' : 'pencil'}
          pressed={isEditing}
          act={() => setEditing(!isEditing)}
        />
        <DocMenu />
        {onClose === undefined ? null : (
          <IconButton name="Close the scenario" icon="close" act={onClose} />
        )}
      </div>
      <div className={isEditing ? 'scenario-text scenario-text-edited' : 'scenario-text'}>
        {isEditing ? (
          <Suspense fallback={<ReadView />}>
            <Editor />
          </Suspense>
        ) : (
          <ReadView />
        )}
      </div>
      <AsLesson />
      <Problem />
      {failure === null ? null : <p className="scenario-failure">{failure}</p>}
      <ActOn />
    </section>
  )
}

/** The first error of the text, the way out of it, and what the stage shows meanwhile. */
function Problem() {
  const first = useApp((state) => state.doc.diagnostics[0])
  const isEditing = useApp((state) => state.doc.editing)
  const hasRun = useApp((state) => state.run.run !== null)
  if (first === undefined) return null
  const { line, column, found, expected, nearest } = first
  return (
    <div className="scenario-problem" role="status">
      {isEditing ? (
        <p className="scenario-error">
          <strong>
            line {line}, column {column}: found {found}
          </strong>
          , expected {expected}
        </p>
      ) : null}
      <div className="scenario-way-out">
        {hasRun ? <p>The stage shows the last good run.</p> : null}
        {nearest === null ? null : (
          <button type="button" className="button" onClick={() => applyNearest(first)}>
            Change to <code>{nearest}</code>
          </button>
        )}
      </div>
    </div>
  )
}

function DocMenu() {
  return (
    <Menu
      name="More for the scenario"
      className="button button-plain button-square"
      align="end"
      face={<Icon name="dots" />}
    >
      <MenuItem side="Ctrl Z" disabled={!canUndo()} onChoose={undo}>
        Undo
      </MenuItem>
      <MenuItem side="Ctrl Shift Z" disabled={!canRedo()} onChoose={redo}>
        Redo
      </MenuItem>
      <MenuItem onChoose={rerun}>Run again</MenuItem>
      <MenuItem side="e" onChoose={() => openDialog('export')}>
        Save the text
      </MenuItem>
      <MenuItem onChoose={() => openDialog('paste')}>Open another…</MenuItem>
    </Menu>
  )
}
