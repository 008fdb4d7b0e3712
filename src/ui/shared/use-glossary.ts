/** The glossary, fetched once something is shown that it has words for. Tooltips have no words until it is there. */
import { useSyncExternalStore } from 'react'
import { idle } from '../../store/idle.ts'

export type Glossary = typeof import('./glossary.ts')

let glossary: Glossary | null = null
let isAsked = false
const waiting = new Set<() => void>()

async function fetchGlossary(): Promise<void> {
  if (isAsked) return
  isAsked = true
  try {
    await idle()
    glossary = await import('./glossary.ts')
    for (const tell of waiting) tell()
  } catch {
    // Without a network; it is tried again with the next thing that is shown.
    isAsked = false
  }
}

function subscribe(tell: () => void): () => void {
  void fetchGlossary()
  waiting.add(tell)
  return () => waiting.delete(tell)
}

export function useGlossary(): Glossary | null {
  return useSyncExternalStore(subscribe, () => glossary)
}
