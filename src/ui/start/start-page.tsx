/** Where one arrives without a link: the four steps, the scenarios, a way to open one's own. */
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Audience, Preset } from '../../scenarios/index.ts'
import { GALLERY } from '../../scenarios/index.ts'
import { openOwn, openPreset, playFourSteps } from '../../store/open.ts'
import { withPart } from '../../store/rooms.ts'
import { useApp } from '../../store/store.ts'
import { startTour } from '../../store/tour.ts'
import { openDialog } from '../../store/view.ts'
import { HistoryCards } from '../exploration/history-gallery.tsx'
import { Course } from '../lesson/course-list.tsx'
import { Icon } from '../shared/icons.tsx'
import { CheckedRow } from './checked-row.tsx'
import { FourPictures } from './four-pictures.tsx'
import { Legend } from './legend.tsx'
import { Refused } from './refused.tsx'
import './start.css'

// The pictures come when the page stands and nothing else is to be done.
const LiveMiniature = lazy(async () => ({
  default: (await import('./live-miniature.tsx')).LiveMiniature,
}))

const Hatchings = lazy(async () => ({ default: (await import('./shapes.tsx')).Hatchings }))

export function StartPage() {
  const isRefused = useApp((state) => state.view.refused !== null)
  return (
    <main className="start">
      <div className="start-scroll">
        {isRefused ? <Refused /> : null}
        <Hero />
        <div className="start-columns">
          <Scenarios />
          <aside className="start-side" aria-label="More">
            <Course />
            <OpenOwn />
            <Legend />
          </aside>
        </div>
      </div>
      <CheckedRow />
    </main>
  )
}

function Hero() {
  return (
    <section className="hero" aria-label="The four steps">
      <div className="hero-words">
        <h1>A page-table entry, step by step</h1>
        <p>
          An x86-64 page table under Linux userfaultfd write-protect, run here as the kernel runs
          it: every bit, lock, flush and message, forwards and backwards.
        </p>
        <div className="hero-buttons">
          <button type="button" className="button button-primary hero-play" onClick={playFourSteps}>
            <Icon name="forward" />
            Play the four steps
          </button>
          <button type="button" className="button hero-play hero-tour" onClick={startTour}>
            Tour, 2 minutes
          </button>
        </div>
      </div>
      <FourPictures />
    </section>
  )
}

const FILTERS: readonly { readonly title: string; readonly audience: Audience | null }[] = [
  { title: 'All', audience: null },
  { title: 'Student', audience: 'student' },
  { title: 'Reviewer', audience: 'reviewer' },
]

/** So many are seen at once; the others are asked for. */
const FIRST = 9

function isFor(audience: Audience | null): (preset: Preset) => boolean {
  return (preset) => audience === null || preset.audience === audience
}

function Scenarios() {
  const [audience, setAudience] = useState<Audience | null>(null)
  const [isWhole, setWhole] = useState(false)
  const isReady = useIdle()
  const all = GALLERY.filter(isFor(audience))
  const shown = isWhole ? all : all.slice(0, FIRST)
  useEffect(() => {
    if (isReady) void wantPictures()
  }, [isReady])
  return (
    <section className="gallery" aria-label="Scenarios">
      <div className="gallery-head">
        <h2>Scenarios</h2>
        <p>Point at one to play its picture</p>
        <fieldset className="filters" aria-label="For whom">
          {FILTERS.map((filter) => (
            <button
              key={filter.title}
              type="button"
              aria-pressed={filter.audience === audience}
              onClick={() => setAudience(filter.audience)}
            >
              {filter.title} {GALLERY.filter(isFor(filter.audience)).length}
            </button>
          ))}
        </fieldset>
      </div>
      {isReady ? (
        <Suspense>
          <Hatchings />
        </Suspense>
      ) : null}
      <ul className="presets">
        {shown.map((preset) => (
          <Card key={preset.id} preset={preset} isReady={isReady} />
        ))}
      </ul>
      {all.length <= FIRST ? null : (
        <button
          type="button"
          className="link-button presets-more"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Fewer scenarios' : `${all.length - FIRST} more scenarios`}
          <Icon name={isWhole ? 'chevronUp' : 'chevronDown'} size={14} />
        </button>
      )}
      {audience === 'student' ? null : (
        <div className="start-history">
          <h2>
            Bugs and races of the past <span>every interleaving, with and without the patch</span>
          </h2>
          <HistoryCards />
        </div>
      )}
    </section>
  )
}

/** Runs the scenarios of the pictures aside, when the machine has been greeted. */
async function wantPictures(): Promise<void> {
  const [{ wantedOf }, { wantGlimpses }] = await Promise.all([
    import('./plans.ts'),
    import('../../store/glimpses.ts'),
  ])
  await wantGlimpses(GALLERY.map(wantedOf))
}

/** True once the machine is there and the browser has nothing better to do. */
function useIdle(): boolean {
  const isGreeted = useApp((state) => state.hello !== null)
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    if (!isGreeted) return
    // Safari has no idle callbacks.
    const wait = globalThis.requestIdleCallback ?? ((done: () => void) => setTimeout(done, 200))
    const cancel = globalThis.cancelIdleCallback ?? clearTimeout
    const id = wait(() => setIdle(true))
    return () => cancel(id as number)
  }, [isGreeted])
  return isIdle
}

function Card({ preset, isReady }: { preset: Preset; isReady: boolean }) {
  const [isPointedAt, setPointedAt] = useState(false)
  return (
    <li className="preset">
      <button
        type="button"
        className="preset-button"
        onClick={() => openPreset(preset)}
        onPointerEnter={() => setPointedAt(true)}
        onPointerLeave={() => setPointedAt(false)}
        onFocus={() => setPointedAt(true)}
        onBlur={() => setPointedAt(false)}
      >
        <span className="miniature" aria-hidden="true">
          {isReady ? (
            <Suspense>
              <LiveMiniature id={preset.id} isPointedAt={isPointedAt} />
            </Suspense>
          ) : null}
        </span>
        <span className="preset-words">
          <strong>{preset.title}</strong>
          <span className="preset-says">{preset.says}</span>
          <span className="preset-audience">
            <span
              className={preset.audience === 'student' ? 'ring' : 'ring square'}
              aria-hidden="true"
            />
            {preset.audience}
          </span>
        </span>
      </button>
    </li>
  )
}

function OpenOwn() {
  return (
    <section className="own" aria-label="Open a scenario">
      <h2>
        Open a scenario <span>nothing is uploaded</span>
      </h2>
      <p>
        Drop a <code>.uffd</code> file, a picture saved from here or a recording from a real kernel,
        or paste a link or its text.
      </p>
      <div className="own-buttons">
        <button
          type="button"
          className="button"
          onClick={() => openOwn('scenario 1\ntitle My scenario\nmap A anon 4\nwrite A[0] = 1\n')}
        >
          <Icon name="pencil" />
          Write your own
        </button>
        <button type="button" className="button" onClick={() => openDialog('paste')}>
          <Icon name="envelope" />
          Paste
        </button>
        <label className="button">
          <Icon name="upload" />
          Choose a file
          <input
            className="quiet"
            type="file"
            accept=".uffd,.txt,.svg,.jsonl,text/plain,image/svg+xml"
            onChange={({ target }) => {
              const file = target.files?.[0]
              withPart('import', ({ importFile }) => void importFile(file))
            }}
          />
        </label>
      </div>
    </section>
  )
}
