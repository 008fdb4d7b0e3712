/** The page: header, the view that is shown, and what lies over it. */
import { lazy, Suspense } from 'react'
import { notesId } from '../store/lesson-notes.ts'
import type { ViewName } from '../store/state.ts'
import { useApp } from '../store/store.ts'
import { Banner } from './banner.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { Header } from './header/header.tsx'
import { DropZone } from './imports/drop-zone.tsx'
import { ImportProgress } from './imports/import-progress.tsx'
import { useKeyboard } from './keyboard.ts'
import { LessonReturn } from './lesson/as-lesson.tsx'
import { Announcer, Toast } from './live.tsx'
import { Notices } from './notices.tsx'
import { StagePage } from './stage-page.tsx'
import { StartPage } from './start/start-page.tsx'
import { Tour } from './tour/tour.tsx'
import './theme.css'
import './shell.css'
import './shared/controls.css'
import './shared/dialog.css'
import './header/header.css'
import './ribbon/ribbon.css'
import './scenario/scenario.css'
import './timeline/timeline.css'
import './start/start.css'
import './dialogs/dialogs.css'

// What the first screen does not show is fetched when it is asked for.
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
      <ImportProgress />
      <Suspense>{view === 'lesson' ? <LessonPage /> : <StandardView />}</Suspense>
      <Toast />
      {view === 'lesson' ? null : <Announcer />}
      <Dialogs />
      <Tour />
      <DropZone />
    </div>
  )
}

/** Every view but a lesson, which has a bar of its own. */
function StandardView() {
  const view = useApp((state) => state.view.view)
  return (
    <>
      <Header />
      {view === 'start' ? null : <LessonReturn />}
      <ViewOf view={view} />
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
