/** Bugs and races of the past, each a line to explore: with the patch taken away, and with it. */
import type { Past } from '../../scenarios/history.ts'
import { HISTORY, pastOn } from '../../scenarios/history.ts'
import { openToExplore } from '../../store/open.ts'
import { openDialog } from '../../store/view.ts'
import './history.css'

export function HistoryGallery({ isOpen }: { readonly isOpen: boolean }) {
  return (
    <section className="history" aria-label="History">
      <details open={isOpen}>
        <summary>
          <h2>Bugs and races of the past</h2>
        </summary>
        <p className="history-lead">
          Each is one line to explore. Without its patch the bug shows; with it no schedule does. A
          table from a mail can be <PasteLink /> and becomes a scenario.
        </p>
        <HistoryCards />
      </details>
    </section>
  )
}

function PasteLink() {
  return (
    <button type="button" className="link-button" onClick={() => openDialog('paste')}>
      pasted
    </button>
  )
}

export function HistoryCards() {
  return (
    <ul className="history-cards">
      {HISTORY.map((past) => (
        <Card key={past.id} past={past} />
      ))}
    </ul>
  )
}

function Card({ past }: { readonly past: Past }) {
  const line = past.text.trimEnd().split('\n').at(-1) ?? ''
  return (
    <li className="history-card">
      <h3>{past.title}</h3>
      <code>{line}</code>
      {past.patch === null ? (
        <p>
          <span>a race, on {/^kernel (.+)$/m.exec(past.text)?.[1]}</span>
          <button
            type="button"
            className="button"
            aria-label={`Explore: ${past.title}`}
            onClick={() => openToExplore(past.text)}
          >
            Explore
          </button>
        </p>
      ) : (
        <p>
          <code className="history-patch">{past.patch.id}</code>
          <PatchButton past={past} kernel={past.patch.without} name="Without" />
          <PatchButton past={past} kernel={past.patch.present} name="With" />
        </p>
      )}
    </li>
  )
}

interface PatchButtonProps {
  readonly past: Past
  readonly kernel: string
  readonly name: 'With' | 'Without'
}

function PatchButton({ past, kernel, name }: PatchButtonProps) {
  return (
    <button
      type="button"
      className="button"
      aria-label={`${name} the patch: ${past.title}`}
      title={kernel}
      onClick={() => openToExplore(pastOn(past, kernel))}
    >
      {name}
    </button>
  )
}
