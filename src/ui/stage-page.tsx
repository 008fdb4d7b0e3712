/** The stage between its panes. Where there is no room for panes they are drawers behind rails, on a phone sheets. */
import { useApp } from '../store/store.ts'
import { titleOf } from '../store/text.ts'
import { closeDrawers, toggleDrawer } from '../store/view.ts'
import { Inspector } from './inspector/inspector.tsx'
import { Rail } from './rail.tsx'
import { FourSteps } from './ribbon/four-steps.tsx'
import { ScenarioPane } from './scenario/scenario-pane.tsx'
import { IconButton } from './shared/icon-button.tsx'
import type { Layout } from './shared/use-media.ts'
import { useLayout } from './shared/use-media.ts'
import { StageView } from './tables/stage-view.tsx'
import { Scrubber } from './timeline/scrubber.tsx'
import { Timeline } from './timeline/timeline.tsx'
import { Transport } from './timeline/transport.tsx'
import { WhyLine } from './timeline/why-line.tsx'
import './ribbon/ribbon.css'
import './scenario/scenario.css'
import './timeline/timeline.css'

export function StagePage() {
  const layout = useLayout()
  return (
    <>
      <FourSteps />
      <div className={`stage-row stage-row-${layout}`}>
        <Left layout={layout} />
        <main className="stage" aria-label="Stage">
          <h1 className="quiet">
            <Title />
          </h1>
          <h2 className="quiet">Stage</h2>
          <StageOrEmpty />
        </main>
        <Right layout={layout} />
      </div>
      <section className="time" aria-label="Timeline">
        {layout === 'panes' ? null : <WhyLine />}
        {layout === 'phone' ? (
          <>
            <Scrubber />
            <Transport />
          </>
        ) : (
          <>
            <Transport />
            <Timeline />
          </>
        )}
      </section>
    </>
  )
}

function Title() {
  return useApp((state) => titleOf(state.doc.text)) || 'Untitled scenario'
}

function StageOrEmpty() {
  const status = useApp((state) => state.run.status)
  const hasRun = useApp((state) => state.run.run !== null)
  const failure = useApp((state) => state.run.error)
  if (hasRun) return <StageView />
  const wrong =
    failure ??
    'The scenario has an error, so there is nothing to show yet. It is marked at its line.'
  return <p className="stage-empty">{status === 'failed' ? wrong : 'Running the scenario…'}</p>
}

function Left({ layout }: { layout: Layout }) {
  const isOpen = useApp((state) => state.view.drawers.scenario)
  if (layout === 'panes') return <ScenarioPane />
  return (
    <>
      {layout === 'rails' ? <Rail side="scenario" /> : null}
      {isOpen ? (
        <div className="drawer drawer-left">
          <ScenarioPane onClose={closeDrawers} />
        </div>
      ) : null}
    </>
  )
}

function Right({ layout }: { layout: Layout }) {
  const isOpen = useApp((state) => state.view.drawers.inspector)
  if (layout === 'panes') return <Inspector />
  if (isOpen) {
    return (
      <div className="drawer drawer-right">
        <IconButton
          name="Close the inspector"
          icon="close"
          act={() => toggleDrawer('inspector')}
          className="drawer-close"
        />
        <Inspector />
      </div>
    )
  }
  return layout === 'rails' ? <Rail side="inspector" /> : null
}
