/** Starts the gallery, which the development server shows at /gallery.html. The build knows nothing of it. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Gallery } from './page.tsx'

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  )
}
