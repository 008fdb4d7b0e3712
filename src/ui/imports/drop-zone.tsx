/** Files may be dropped anywhere on the page, and pasted wherever no text is being typed. */
import { useEffect, useState } from 'react'
import { withPart } from '../../store/rooms.ts'
import { app } from '../../store/store.ts'
import './imports.css'

export function DropZone() {
  const isOver = useDropAndPaste()
  if (!isOver) return null
  return (
    <div className="drop-zone">
      <p>
        Drop to open
        <small>a scenario, a picture exported here, or a recording of a real kernel</small>
      </p>
    </div>
  )
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}

function isTyping(event: Event): boolean {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName)
}

function paste(event: ClipboardEvent): void {
  if (isTyping(event) || app.getState().view.dialog !== null) return
  const { clipboardData } = event
  const file = clipboardData?.files[0]
  const text = clipboardData?.getData('text/plain') ?? ''
  if (file === undefined && text.trim() === '') return
  event.preventDefault()
  withPart('import', ({ importFile, importText }) => {
    if (file !== undefined) void importFile(file)
    else importText(text, 'What was pasted')
  })
}

/** Tells whether a file hovers over the page. */
function useDropAndPaste(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      // Leaving the window, not one of its elements.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      // The event's files are gone once it is over.
      const file = event.dataTransfer?.files[0]
      withPart('import', ({ importFile }) => void importFile(file))
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    addEventListener('paste', paste)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
      removeEventListener('paste', paste)
    }
  }, [])
  return isOver
}
