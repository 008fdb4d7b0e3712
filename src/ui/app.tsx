/** The page: header, the view that is shown, and what lies over it. */
import { lazy, Suspense } from 'react'
import { notesId } from '../store/lesson-notes-id.ts'
import type { ViewName } from '../store/state.ts'
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
import './shared/dialog.css'

// Each view is fetched when it is first shown; main.tsx asks for the first one beforehand.
const StartPage = lazy(async () => ({
  default: (await import('./start/start-page.tsx')).StartPage,
}))
const StagePage = lazy(async () => ({ default: (await import('./stage-page.tsx')).StagePage }))
const MapPage = lazy(async () => ({ default: (await import('./map/map-page.tsx')).MapPage }))
const ComparePage = lazy(async () => ({
  default: (await import('./compare/compare-page.tsx')).ComparePage,
}))
const ExplorePage = lazy(async () => ({
  default: (await import('./exploration/explore-page.tsx')).ExplorePage,
}))
const LessonPage = lazy(async () => ({
  default: (await import('./lesson/lesson-page.tsx')).LessonPage,
}))
const NotesPage = lazy(async () => ({
  default: (await import('./lesson/notes-page.tsx')).NotesPage,
}))
const EmbedPage = lazy(async () => ({
  default: (await import('./embed/embed-page.tsx')).EmbedPage,
}))

const ImportProgress = lazy(async () => ({
  default: (await import('./imports/import-progress.tsx')).ImportProgress,
}))
const Tour = lazy(async () => ({ default: (await import('./tour/tour.tsx')).Tour }))

export function App() {
  const ui = useApp((state) => state.view.ui)
  const isNotes = notesId() !== null
  if (!isNotes && ui === 'full') return <WholePage />
  return <Suspense>{isNotes ? <NotesPage /> : <EmbedPage isQuiz={ui === 'quiz'} />}</Suspense>
}

function WholePage() {
  const view = useApp((state) => state.view.view)
  useKeyboard()
  return (
    <div className="app">
      <Banner />
      <Notices />
      <WhenImporting />
      <Suspense>{view === 'lesson' ? <LessonPage /> : <StandardView />}</Suspense>
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
        <ViewOf view={view} />
      </Suspense>
    </>
  )
}

function ViewOf({ view }: { readonly view: ViewName }) {
  if (view === 'start') return <StartPage />
  if (view === 'map') return <MapPage />
  if (view === 'compare') return <ComparePage />
  if (view === 'explore') return <ExplorePage />
  return <StagePage />
}
