/** A native modal dialog with a title and a way out. Its content exists only while it is open. */
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly title: string
  readonly note?: string
  readonly className?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Dialog({ title, note, className = '', onClose, children }: DialogProps) {
  return (
    <BareDialog name={title} className={className} onClose={onClose}>
      <header className="dialog-head">
        <h2>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        <IconButton name="Close" icon="close" act={onClose} />
      </header>
      {children}
    </BareDialog>
  )
}

interface BareProps {
  readonly name: string
  readonly className: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The same without a head: the command palette brings its own. */
export function BareDialog({ name, className, onClose, children }: BareProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element !== null && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    // A click on the backdrop has the dialog itself as its target; Escape does the same by keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog.
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="dialog-box">{children}</div>
    </dialog>
  )
}
