/** The page: header, the view that is shown, and what lies over it. */
import { useApp } from '../store/store.ts'
import { Banner } from './banner.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { EmbedPage } from './embed/embed-page.tsx'
import { Header } from './header/header.tsx'
import { DropZone } from './imports/drop-zone.tsx'
import { ImportProgress } from './imports/import-progress.tsx'
import { useKeyboard } from './keyboard.ts'
import { Announcer, Toast } from './live.tsx'
import { MapPage } from './map/map-page.tsx'
import { Notices } from './notices.tsx'
import { StagePage } from './stage-page.tsx'
import { StartPage } from './start/start-page.tsx'
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
      <Header />
      {view === 'start' ? <StartPage /> : view === 'map' ? <MapPage /> : <StagePage />}
      <Toast />
      <Announcer />
      <Dialogs />
      <DropZone />
    </div>
  )
}
