import type { RefObject } from 'react'
import { useLayoutEffect } from 'react'

/**
 * Stands in for a dialog whose code is still on its way, and keeps what is typed meanwhile: who is quicker than the
 * network loses no letter. Enter is kept as a line feed.
 */
export function TypedAhead({ typed }: { readonly typed: RefObject<string> }) {
  // Before the next key can come, which an effect after painting would miss.
  useLayoutEffect(() => {
    typed.current = ''
    const keep = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1)
      else if (event.key === 'Enter') typed.current += '\n'
      else if (event.key.length === 1) typed.current += event.key
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [typed])
  return null
}
