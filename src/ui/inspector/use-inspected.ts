/** What the inspector shows: made once for each moment and selection. */
import { useMemo } from 'react'
import type { Level } from '../../machine/units.ts'
import { changesByEntry } from '../../scene/changed-entries.ts'
import type { Change, Run } from '../../scene/input.ts'
import type { InspectorModel } from '../../scene/inspector-model.ts'
import { inspectorModel } from '../../scene/inspector-model.ts'
import { readerBefore, readerOf } from '../../scene/memory.ts'
import type { Place } from '../../scene/moment.ts'
import { focusPlace } from '../../scene/stage-model.ts'
import { readWhole } from '../../store/mirror.ts'
import { app, useApp } from '../../store/store.ts'
import { marksOf, useLivesVersion } from '../tables/marks.ts'

function placeOf(run: Run): (Place & { readonly level: Level }) | null {
  const { seen, time, view } = app.getState()
  if (seen.view === null) return null
  if (view.selected !== null) return view.selected
  const place = focusPlace({ view: seen.view, run, step: time.step, selected: null })
  return place === null ? null : { ...place, level: 1 }
}

function inspect(run: Run, words: Uint32Array): InspectorModel | null {
  const { seen, time } = app.getState()
  if (seen.view === null) return null
  const read = readerOf(words)
  const own: ReadonlyMap<number, Change> = changesByEntry(read, seen.changes, time.step)
  return inspectorModel({
    read,
    view: seen.view,
    run,
    step: time.step,
    place: placeOf(run),
    changes: marksOf(run, time.step, own),
    ...(time.from === time.step - 1 ? { before: readerBefore(read, seen.changes) } : {}),
  })
}

export function useInspected(): InspectorModel | null {
  const run = useApp((s) => s.run.run)
  const epoch = useApp((s) => s.time.epoch)
  const selected = useApp((s) => s.view.selected)
  const lives = useLivesVersion()
  return useMemo(() => {
    if (run === null || epoch + lives < 0 || selected === undefined) return null
    return readWhole((words) => inspect(run, words))
  }, [run, epoch, selected, lives])
}
