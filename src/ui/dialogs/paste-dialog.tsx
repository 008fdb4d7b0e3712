import { useId, useState } from 'react'
import { openHash } from '../../store/link.ts'
import { openOwn } from '../../store/open.ts'
import { closeDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'

/** A link to this page, or its fragment alone. */
function fragmentIn(text: string): string | null {
  const found = /^\S*#(\d{1,9}(?:,|%2C)\S+)$/i.exec(text.trim())
  return found === null ? null : `#${found[1]}`
}

/** Opening one's own: a text, a link, a file. Nothing is uploaded. */
export function PasteDialog() {
  const id = useId()
  const [text, setText] = useState('')

  function open(source: string): void {
    const fragment = fragmentIn(source)
    closeDialog()
    if (fragment === null) openOwn(source)
    else void openHash(fragment)
  }

  async function openFile(file: File | undefined): Promise<void> {
    if (file !== undefined) open(await file.text())
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
        <label htmlFor={id}>A scenario’s text, or a link to one</label>
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
              accept=".uffd,.txt,text/plain"
              onChange={(event) => void openFile(event.target.files?.[0])}
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
