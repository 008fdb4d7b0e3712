/** The page: its store is started, its address opened, then it is drawn. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PARTS } from '../store/parts.ts'
import { furnish } from '../store/rooms.ts'
import type { Parts } from '../store/start.ts'
import { start } from '../store/start.ts'
import { App } from './app.tsx'
import { loadFirst } from './view-parts.ts'

/** Asks for the weights that the file does not name, before a text that has them is laid out, and then once more. */
function fetchFonts(): void {
  for (const face of document.fonts) face.load().catch(() => undefined)
}

/** Draws the page in the place of what the file itself shows there. */
export function showPage(root: HTMLElement, parts: Parts): void {
  furnish(PARTS)
  fetchFonts()
  const draw = () =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  void start(parts, { load: loadFirst, draw })
}
