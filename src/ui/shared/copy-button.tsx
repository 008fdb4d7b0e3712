import type { ReactNode } from 'react'
import { say } from '../../store/view.ts'

interface CopyButtonProps {
  readonly text: string
  /** As it is called when it has been copied: "Link copied". */
  readonly what: string
  readonly isPrimary?: boolean
  readonly onCopied?: () => void
  /** What stands on it; "Copy" where nothing is said. */
  readonly children?: ReactNode
}

/** Copies a text, and says whether it could. */
export function CopyButton({ text, what, isPrimary = false, onCopied, children }: CopyButtonProps) {
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      say(`${what} copied`)
      onCopied?.()
    } catch {
      say(`${what} could not be copied: select it and copy it by hand`)
    }
  }
  return (
    <button
      type="button"
      className={`button ${isPrimary ? 'button-primary' : ''}`}
      onClick={() => void copy()}
    >
      {children ?? 'Copy'}
    </button>
  )
}
