/** The page: header, the view that is shown, and what lies over it. */
import { notesId } from '../store/lesson-notes.ts'
import { useApp } from '../store/store.ts'
import { Banner } from './banner.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { EmbedPage } from './embed/embed-page.tsx'
import { Header } from './header/header.tsx'
import { DropZone } from './imports/drop-zone.tsx'
import { ImportProgress } from './imports/import-progress.tsx'
import { useKeyboard } from './keyboard.ts'
import { LessonReturn } from './lesson/as-lesson.tsx'
import { LessonPage } from './lesson/lesson-page.tsx'
import { NotesPage } from './lesson/notes-page.tsx'
import { Announcer, Toast } from './live.tsx'
import { MapPage } from './map/map-page.tsx'
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

export function App() {
  const ui = useApp((state) => state.view.ui)
  if (notesId() !== null) return <NotesPage />
  return ui === 'full' ? <WholePage /> : <EmbedPage isQuiz={ui === 'quiz'} />
}

function WholePage() {
  const view = useApp((state) => state.view.view)
  useKeyboard()
  return (
    <div className="app">
      <Banner />
      <Notices />
      <ImportProgress />
      {view === 'lesson' ? <LessonPage /> : <StandardView />}
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
      {view === 'start' ? <StartPage /> : view === 'map' ? <MapPage /> : <StagePage />}
    </>
  )
}
