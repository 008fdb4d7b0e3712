/** Whichever dialog is open; each is loaded when it is first wanted. */

import type { RefObject } from 'react'
import { lazy, Suspense, useRef } from 'react'
import type { DialogName } from '../../store/state.ts'
import { useApp } from '../../store/store.ts'
import { TypedAhead } from './typed-ahead.tsx'
import './dialogs.css'

const KeysDialog = lazy(() =>
  import('./keys-dialog.tsx').then((module) => ({ default: module.KeysDialog })),
)

const PaletteDialog = lazy(() =>
  import('./palette-dialog.tsx').then((module) => ({ default: module.PaletteDialog })),
)

const PasteDialog = lazy(() =>
  import('./paste-dialog.tsx').then((module) => ({ default: module.PasteDialog })),
)

const ShareDialog = lazy(() =>
  import('./share-dialog.tsx').then((module) => ({ default: module.ShareDialog })),
)

const ExportDialog = lazy(() =>
  import('../exports/export-dialog.tsx').then((module) => ({ default: module.ExportDialog })),
)

const RecordingDialog = lazy(() =>
  import('../imports/recording-dialog.tsx').then((module) => ({
    default: module.RecordingDialog,
  })),
)

const AboutDialog = lazy(() =>
  import('../help/about-dialog.tsx').then((module) => ({ default: module.AboutDialog })),
)

const CoverageDialog = lazy(() =>
  import('../coverage/coverage-dialog.tsx').then((module) => ({ default: module.CoverageDialog })),
)

export function Dialogs() {
  const dialog = useApp((state) => state.view.dialog)
  const typed = useRef('')
  return (
    <Suspense fallback={<TypedAhead typed={typed} />}>
      {dialog === null ? null : contentOf(dialog, typed)}
    </Suspense>
  )
}

function contentOf(dialog: DialogName, typed: RefObject<string>) {
  switch (dialog) {
    case 'share':
      return <ShareDialog />
    case 'export':
      return <ExportDialog />
    case 'about':
      return <AboutDialog />
    case 'coverage':
      return <CoverageDialog />
    case 'recording':
      return <RecordingDialog />
    case 'keys':
      return <KeysDialog />
    case 'palette':
      return <PaletteDialog typed={typed} />
    case 'paste':
      return <PasteDialog />
  }
}
