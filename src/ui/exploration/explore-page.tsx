/** Explore: every interleaving of a `||` line, what can come of it, and the shortest way to what must not. */
import { useExplore } from '../../store/explore.ts'
import { Figures } from './figures.tsx'
import { HistoryGallery } from './history-gallery.tsx'
import { Outcomes } from './outcomes.tsx'
import { ExploreSide } from './side-pane.tsx'
import { StateGraphView } from './state-graph-view.tsx'
import { StoryView } from './story-view.tsx'
import './explore.css'

export function ExplorePage() {
  const status = useExplore((state) => state.status)
  return (
    <main className="explore" aria-label="Explore">
      <h1 className="quiet">Explore</h1>
      <ExploreSide />
      <div className="explore-main">
        {status === 'none' ? (
          <NothingToExplore />
        ) : (
          <>
            <section className="explore-top" aria-label="States">
              <Figures />
              <StateGraphView />
            </section>
            <StoryView />
            <Outcomes />
          </>
        )}
        <HistoryGallery isOpen={status === 'none'} />
      </div>
    </main>
  )
}

/** Says what an exploration is of, where the text has none. */
function NothingToExplore() {
  const problem = useExplore((state) => state.problem)
  return (
    <section className="explore-none" aria-label="Nothing to explore">
      <h2>Nothing here runs at the same time</h2>
      <p>{problem}</p>
      <p>
        Put <code>||</code> between statements of one line, and they start together on CPUs of their
        own: <code>unwp A[0] || write A[0] = 4</code>. All orders in which the kernel can take their
        steps are then tried here, and none twice.
      </p>
    </section>
  )
}
