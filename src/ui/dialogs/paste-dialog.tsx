import { useId, useState } from 'react'
import { importFile, importText } from '../../store/import.ts'
import { closeDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'

/** Opening one's own: a text, a link, a file. Nothing is uploaded. */
export function PasteDialog() {
  const id = useId()
  const [text, setText] = useState('')

  function open(source: string): void {
    closeDialog()
    importText(source)
  }

  function openFile(file: File | undefined): void {
    closeDialog()
    void importFile(file)
  }

  return (
    <Dialog title="Open a scenario" note="nothing is uploaded" onClose={closeDialog}>
      <form
        className="dialog-body paste"
        onSubmit={(event) => {
          event.preventDefault()
          open(text)
        }}
      >
        <label htmlFor={id}>A scenario’s text, a link to one, or a recording</label>
        <textarea
          id={id}
          rows={12}
          spellCheck={false}
          placeholder={'scenario 1\nmap A anon 4\nwrite A[0] = 1'}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="paste-foot">
          <label className="button">
            Choose a file
            <input
              className="quiet"
              type="file"
              accept=".uffd,.txt,.svg,.jsonl,text/plain,image/svg+xml"
              onChange={(event) => openFile(event.target.files?.[0])}
            />
          </label>
          <button type="submit" className="button button-primary">
            Open
          </button>
        </div>
      </form>
    </Dialog>
  )
}
