/** The gallery: every case drawn, one under the other. */
import type { ReactNode } from 'react'
import { Suspense, use } from 'react'
import { Picture as LessonDrawing } from '../ui/lesson/picture.tsx'
import { Canvas } from '../ui/tables/stage-view.tsx'
import { TimelineDrawing } from '../ui/timeline/timeline-drawing.tsx'
import type { LessonCase, SceneCase, StageCase, TimelineCase } from './cases.ts'
import { CASES } from './cases.ts'
import { lessonMoment, metricsOf, sizeOf, stagePicture, timelineMoment } from './moment.ts'
import { timelineOf } from './outline.ts'
import '../ui/theme.css'
import '../ui/shell.css'
import '../ui/shared/controls.css'
import '../ui/timeline/timeline.css'
import '../ui/lesson/lesson.css'
import './gallery.css'

const moments = new Map<string, Promise<unknown>>()

/** Each case is run once, however often it is drawn. */
function momentOf<T>(id: string, make: () => Promise<T>): Promise<T> {
  const known = moments.get(id) ?? make()
  moments.set(id, known)
  return known as Promise<T>
}

function StageOf({ one }: { readonly one: StageCase }) {
  const picture = use(momentOf(one.id, () => stagePicture(one)))
  const { width, height } = sizeOf(one.room)
  return (
    <div className="stage gallery-room" style={{ width, height }}>
      <div className="stage-view">
        <Canvas picture={picture} metrics={metricsOf(one.room)} />
      </div>
    </div>
  )
}

function TimelineOf({ one }: { readonly one: TimelineCase }) {
  const { run, step } = use(momentOf(one.id, () => timelineMoment(one)))
  const { axis, scene, lanes } = timelineOf(run, step, one.width)
  const height = lanes.top + lanes.apart * (run.actors.length - 1) + 24
  return (
    <div className="timeline-lanes gallery-room" style={{ width: one.width, height }}>
      <TimelineDrawing scene={scene} width={axis.width} lanes={lanes} count={run.actors.length} />
    </div>
  )
}

function LessonOf({ one }: { readonly one: LessonCase }) {
  const now = use(momentOf(one.id, () => lessonMoment(one)))
  return (
    <div className="gallery-room" style={{ width: one.width }}>
      <LessonDrawing now={now} hasWay />
    </div>
  )
}

function drawingOf(one: SceneCase): ReactNode {
  if (one.kind === 'stage') return <StageOf one={one} />
  return one.kind === 'timeline' ? <TimelineOf one={one} /> : <LessonOf one={one} />
}

export function Gallery() {
  return (
    <main className="gallery">
      <h1>Every scene</h1>
      <nav aria-label="Scenes">
        {CASES.map(({ id }) => (
          <a key={id} href={`#${id}`}>
            {id}
          </a>
        ))}
      </nav>
      {CASES.map((one) => (
        <section key={one.id} id={one.id} data-case={one.id}>
          <h2>
            {one.id} <small>{one.says}</small>
          </h2>
          <Suspense fallback={<p>Runs.</p>}>{drawingOf(one)}</Suspense>
        </section>
      ))}
    </main>
  )
}
