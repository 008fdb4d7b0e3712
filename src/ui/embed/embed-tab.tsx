/** **Share** → **Embed**: the moment in a frame of another page. */
import { useState } from 'react'
import type { Ui } from '../../store/state.ts'
import { useApp } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { CopyButton } from '../shared/copy-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { TextBox } from '../shared/text-box.tsx'
import type { Place } from './snippets.ts'
import { PLACES, snippet } from './snippets.ts'

const UIS: readonly (readonly [ui: Ui, name: string])[] = [
  ['min', 'Stage only'],
  ['quiz', 'Quiz'],
  ['full', 'Full'],
]

/** @param hash of the moment; null where the text is too long */
export function EmbedTab({ hash }: { readonly hash: string | null }) {
  const [ui, setUi] = useState<Ui>('min')
  const [place, setPlace] = useState<Place>('iframe')
  const [isPlaying, setPlaying] = useState(false)
  const step = useApp((state) => state.time.step)
  const title = useApp((state) => titleOf(state.doc.text))
  if (hash === null) return <p>The scenario is too long for a frame. Save it as one HTML file.</p>
  const page = `${location.origin}${location.pathname}`
  const text = snippet(place, { page, hash, title, ui, step, isPlaying })
  return (
    <div className="embed-tab">
      <div className="embed-choices">
        <fieldset className="segments" aria-label="What is shown">
          {UIS.map(([id, name]) => (
            <label key={id}>
              <input type="radio" name="ui" checked={id === ui} onChange={() => setUi(id)} />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <span className="select">
          <select
            aria-label="For which page"
            value={place}
            onChange={(event) => setPlace(event.target.value as Place)}
          >
            {PLACES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </span>
        <label className="share-option">
          <input
            type="checkbox"
            checked={isPlaying}
            onChange={(event) => setPlaying(event.target.checked)}
          />
          Play at once
        </label>
        <CopyButton text={text} what="Snippet" />
      </div>
      <TextBox name="Snippet" text={text} />
      <p className="share-length">
        No cookies, no counting, nothing uploaded. It works where the page around it sends no
        special headers.
      </p>
    </div>
  )
}
