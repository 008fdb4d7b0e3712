/** The page: its store is started, its address opened, then it is drawn. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PARTS } from '../store/parts.ts'
import { furnish } from '../store/rooms.ts'
import type { Parts } from '../store/start.ts'
import { start } from '../store/start.ts'
import { App } from './app.tsx'
import { loadFirst } from './view-parts.ts'

/** Draws the page in the place of what the file itself shows there. */
export function showPage(root: HTMLElement, parts: Parts): void {
  furnish(PARTS)
  const draw = () =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  void start(parts, { load: loadFirst, draw })
}
