/** Where one arrives without a link: the four steps, the scenarios, a way to open one's own. */
import { useState } from 'react'
import type { Audience, Preset } from '../../scenarios/index.ts'
import { GALLERY } from '../../scenarios/index.ts'
import { importFile } from '../../store/import.ts'
import { openOwn, openPreset, playFourSteps } from '../../store/open.ts'
import { useApp } from '../../store/store.ts'
import { startTour } from '../../store/tour.ts'
import { openDialog } from '../../store/view.ts'
import { HistoryCards } from '../exploration/history-gallery.tsx'
import { Course } from '../lesson/course-list.tsx'
import { Icon } from '../shared/icons.tsx'
import { FourPictures } from './four-pictures.tsx'
import { Legend } from './legend.tsx'
import { Miniature } from './miniature.tsx'
import { Refused } from './refused.tsx'

export function StartPage() {
  const isRefused = useApp((state) => state.view.refused !== null)
  return (
    <main className="start">
      {isRefused ? <Refused /> : null}
      <section className="hero" aria-label="The four steps">
        <div className="hero-words">
          <h1>A page-table entry, step by step</h1>
          <p>
            An x86-64 page table under Linux userfaultfd write-protect, run here as the kernel runs
            it: every bit, lock, flush and message, forwards and backwards.
          </p>
          <div className="hero-buttons">
            <button
              type="button"
              className="button button-primary hero-play"
              onClick={playFourSteps}
            >
              <Icon name="forward" />
              Play the four steps
            </button>
            <button type="button" className="button hero-play" onClick={startTour}>
              Tour, 2 minutes
            </button>
          </div>
        </div>
        <FourPictures />
      </section>
      <div className="start-columns">
        <Scenarios />
        <aside className="start-side" aria-label="More">
          <Course />
          <OpenOwn />
          <Legend />
        </aside>
      </div>
    </main>
  )
}

const FILTERS: readonly { readonly title: string; readonly audience: Audience | null }[] = [
  { title: 'All', audience: null },
  { title: 'Student', audience: 'student' },
  { title: 'Reviewer', audience: 'reviewer' },
]

function Scenarios() {
  const [audience, setAudience] = useState<Audience | null>(null)
  const shown = GALLERY.filter((preset) => audience === null || preset.audience === audience)
  return (
    <section className="gallery" aria-label="Scenarios">
      <div className="gallery-head">
        <h2>Scenarios</h2>
        <fieldset className="filters" aria-label="For whom">
          {FILTERS.map((filter) => (
            <button
              key={filter.title}
              type="button"
              aria-pressed={filter.audience === audience}
              onClick={() => setAudience(filter.audience)}
            >
              {filter.title}{' '}
              {
                GALLERY.filter(
                  (one) => filter.audience === null || one.audience === filter.audience,
                ).length
              }
            </button>
          ))}
        </fieldset>
      </div>
      <ul className="presets">
        {shown.map((preset) => (
          <Card key={preset.id} preset={preset} />
        ))}
      </ul>
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

function Card({ preset }: { preset: Preset }) {
  return (
    <li className="preset">
      <button type="button" className="preset-button" onClick={() => openPreset(preset)}>
        <Miniature id={preset.id} />
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
        Drop a <code>.uffd</code> file, paste a link or its text, or write your own.
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
            onChange={(event) => void importFile(event.target.files?.[0])}
          />
        </label>
      </div>
    </section>
  )
}
