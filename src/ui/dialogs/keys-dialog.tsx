import type { CommandGroup } from '../../store/commands.ts'
import { COMMANDS, capsOf } from '../../store/commands.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'

const GROUPS: readonly CommandGroup[] = [
  'Move in time',
  'Find and show',
  'Act on the page',
  'Edit',
  'Compare',
  'Lesson',
]

/** Every key, by what it is for. */
export function KeysDialog() {
  return (
    <Dialog title="Keys" note="none works while you type" className="keys" onClose={closeDialog}>
      <div className="dialog-body keys-body">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {COMMANDS.filter((one) => one.group === group && one.keys.length > 0).map((one) => (
                <div key={one.id} className="keys-row">
                  <dt>
                    {one.keys.map((key, index) => (
                      <span key={key}>
                        {index === 0 ? null : <span className="keys-or">or</span>}
                        <Keys of={key} />
                      </span>
                    ))}
                  </dt>
                  <dd>{one.title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>In the scenario and the page tables</h3>
          <dl>
            <div className="keys-row">
              <dt>
                <Keys of="ArrowUp" /> <Keys of="ArrowDown" />
              </dt>
              <dd>Move between lines, or entries</dd>
            </div>
          </dl>
        </section>
      </div>
      <p className="keys-foot">
        <button
          type="button"
          className="button button-plain"
          onClick={() => openDialog('coverage')}
        >
          What is modelled, and what is not
        </button>
        <button type="button" className="button button-plain" onClick={() => openDialog('about')}>
          About ptescope, and its licences
        </button>
      </p>
    </Dialog>
  )
}

export function Keys({ of }: { of: string }) {
  return capsOf(of).map((cap) => (
    <kbd key={cap} className="key">
      {cap}
    </kbd>
  ))
}
