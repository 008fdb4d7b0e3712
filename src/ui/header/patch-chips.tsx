import { useMemo } from 'react'
import { flipPatch } from '../../store/kernel.ts'
import { patchesOf } from '../../store/patches.ts'
import { useApp } from '../../store/store.ts'
import { PatchChip } from '../shared/patch-chip.tsx'

/** The header has room for one; more are shown only where the text names them. */
const SHOWN = 1

/** The patches that matter to this story, each in or taken away. */
export function PatchChips() {
  const run = useApp((state) => state.run.run)
  const text = useApp((state) => state.doc.text)
  const hello = useApp((state) => state.hello)
  const states = useMemo(() => {
    if (run === null || hello === null) return []
    const known = new Set(hello.patches.map(({ id }) => id))
    return patchesOf(text, run, hello.profiles, known, SHOWN)
  }, [run, text, hello])
  return states.map(({ id, present }) => (
    <PatchChip key={id} id={id} present={present} flip={() => flipPatch(id, !present)} />
  ))
}
