/** The page: header, the view that is shown, and what lies over it. */
import { lazy, Suspense, useState } from 'react'
import { useApp } from '../store/store.ts'
import { useTour } from '../store/tour.ts'
import { Banner } from './banner.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { Header } from './header/header.tsx'
import { DropZone } from './imports/drop-zone.tsx'
import { useKeyboard } from './keyboard.ts'
import { LessonReturn } from './lesson/as-lesson.tsx'
import { Announcer, Toast } from './live.tsx'
import { Notices } from './notices.tsx'
import type { Part } from './view-parts.ts'
import { EMBED, NOTES, partOf, VIEW_PARTS } from './view-parts.ts'
import './shared/dialog.css'

const ImportProgress = lazy(async () => ({
  default: (await import('./imports/import-progress.tsx')).ImportProgress,
}))
const Tour = lazy(async () => ({ default: (await import('./tour/tour.tsx')).Tour }))

export function App() {
  const shown = useApp((state) => partOf(state.view))
  if (shown !== NOTES && shown !== EMBED) return <WholePage />
  return (
    <Suspense>
      <Shown of={shown} />
    </Suspense>
  )
}

function Shown({ of }: { readonly of: Part }) {
  // Kept as long as it is shown: another kind of component would be drawn anew.
  const [View] = useState(of.view)
  return <View />
}

function WholePage() {
  const view = useApp((state) => state.view.view)
  useKeyboard()
  return (
    <div className="app">
      <Banner />
      <Notices />
      <WhenImporting />
      <Suspense>{view === 'lesson' ? <Shown of={VIEW_PARTS.lesson} /> : <StandardView />}</Suspense>
      <Toast />
      {view === 'lesson' ? null : <Announcer />}
      <Dialogs />
      <WhenTouring />
      <DropZone />
    </div>
  )
}

function WhenImporting() {
  const isImporting = useApp((state) => state.view.importing !== null)
  return <Suspense>{isImporting ? <ImportProgress /> : null}</Suspense>
}

function WhenTouring() {
  const isOn = useTour(({ stop }) => stop !== null)
  return <Suspense>{isOn ? <Tour /> : null}</Suspense>
}

/** Every view but a lesson, which has a bar of its own. */
function StandardView() {
  const view = useApp((state) => state.view.view)
  return (
    <>
      <Header />
      {view === 'start' ? null : <LessonReturn />}
      <Suspense>
        <Shown key={view} of={VIEW_PARTS[view]} />
      </Suspense>
    </>
  )
}
