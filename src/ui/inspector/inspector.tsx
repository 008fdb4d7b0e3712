/** All that is known about one entry at the presented moment. */
import { memo, useEffect, useState } from 'react'
import type { InspectedEntry } from '../../scene/inspector-model.ts'
import { useApp } from '../../store/store.ts'
import { Swatch } from '../shared/swatch.tsx'
import { learnLife } from '../tables/marks.ts'
import { Bits } from './bits.tsx'
import { Facts, Life, Locks, Tlb, Why } from './sections.tsx'
import { useInspected } from './use-inspected.ts'
import './inspector.css'

const Head = memo(function Head({ entry }: { readonly entry: InspectedEntry }) {
  return (
    <header className="inspector-head">
      <h2>{entry.title}</h2>
      <p>
        of {entry.process === 'main' ? '' : `${entry.process}, `}table{' '}
        <span className="mono">{entry.table}</span>
      </p>
      <p className="inspector-state">
        <Swatch state={entry.state} huge={entry.huge} />
        {entry.stateWord}
      </p>
    </header>
  )
})

function Nothing() {
  return (
    <div className="inspector-nothing">
      <h2>Nothing selected</h2>
      <p>
        Click an entry, or press <kbd className="key">/</kbd> and type an address such as{' '}
        <code>0x1000 c0a0 7000</code> or a page such as <code>A[7]</code>.
      </p>
    </div>
  )
}

/** Asks for the biography of what is inspected; the marks of the stage learn by it too. */
function useLife(entry: InspectedEntry | null): void {
  const run = useApp((s) => s.run.run)
  const ref = entry?.entry
  useEffect(() => {
    if (run !== null && ref !== undefined) learnLife(run, ref)
  }, [run, ref])
}

export function Inspector() {
  const model = useInspected()
  const entry = model?.entry ?? null
  const [pinned, pin] = useState<number | null>(null)
  useLife(entry)
  return (
    <aside className="inspector pane" aria-label="Inspector">
      {entry === null ? (
        <Nothing />
      ) : (
        <>
          <Head entry={entry} />
          {entry.endsEarly ? (
            <p className="inspector-early">The walk ends here: no table below yet.</p>
          ) : null}
          <Bits
            bits={entry.bits}
            entry={entry.entry}
            pose={`row-e${entry.mm}-${entry.entry}`}
            pinned={pinned}
            pin={pin}
          />
        </>
      )}
      <Why />
      {model === null ? null : (
        <>
          <Locks locks={model.locks} />
          <Tlb tlb={model.tlb} />
          <Facts title="The page" facts={model.page} />
          <Facts title="The area" facts={model.vma} />
        </>
      )}
      {entry === null ? null : <Life entry={entry} bit={pinned} />}
    </aside>
  )
}
