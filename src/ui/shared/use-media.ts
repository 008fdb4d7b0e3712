/** Media queries as state, for what differs in structure and not only in style. */
import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** How the stage is laid out: panes beside it, drawers behind rails, or a phone's stack. */
export type Layout = 'panes' | 'rails' | 'phone'

export function useLayout(): Layout {
  const isWide = useMedia('(min-width: 1280px)')
  const isPhone = useMedia('(max-width: 719.98px)')
  return isPhone ? 'phone' : isWide ? 'panes' : 'rails'
}
