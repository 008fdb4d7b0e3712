import { fileStem, recordsText, save, traceText } from '../../store/export.ts'
import { app } from '../../store/store.ts'
import { closeDialog, say } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'
import { Icon } from '../shared/icons.tsx'

async function saveRecords(): Promise<void> {
  try {
    save(`${fileStem()}.jsonl`, await recordsText())
  } catch {
    say('The records could not be made')
  }
}

/** What can be taken away, each as a file that is made in this page. */
export function ExportDialog() {
  const stem = fileStem()
  return (
    <Dialog title="Export" note="made here, nothing is uploaded" onClose={closeDialog}>
      <ul className="dialog-body exports">
        <Row
          name="Scenario"
          file={`${stem}.uffd`}
          says="The text, to keep, to mail, to run on a real kernel."
          onSave={() => save(`${stem}.uffd`, app.getState().doc.text)}
        />
        <Row
          name="Trace"
          file={`${stem}.txt`}
          says="Every step with its actor, its function and what happened."
          onSave={() => save(`${stem}.txt`, traceText())}
        />
        <Row
          name="State records"
          file={`${stem}.jsonl`}
          says="JSON Lines: all entries after each statement, as a recording of a real kernel has them."
          onSave={() => void saveRecords()}
        />
      </ul>
    </Dialog>
  )
}

interface RowProps {
  readonly name: string
  readonly file: string
  readonly says: string
  readonly onSave: () => void
}

function Row({ name, file, says, onSave }: RowProps) {
  return (
    <li>
      <p>
        <strong>{name}</strong> <code>{file}</code>
        <br />
        <span>{says}</span>
      </p>
      <button type="button" className="button" aria-label={`Save ${name}`} onClick={onSave}>
        <Icon name="download" />
        Save
      </button>
    </li>
  )
}
