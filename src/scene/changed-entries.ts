/** The changed words of a step as changes of entries. Words that belong to no table match no row, and do no harm. */
import type { EntryRef } from '../machine/units.ts'
import type { Change } from './input.ts'
import type { Read } from './memory.ts'
import { readerBefore, readPte } from './memory.ts'

/** Changes by entry, from triples (index, before, after); `read` reads the moment after them. */
export function changesByEntry(
  read: Read,
  changes: Uint32Array,
  step: number,
): Map<number, Change> {
  const readOld = readerBefore(read, changes)
  const found = new Map<number, Change>()
  for (let i = 0; i < changes.length; i += 3) {
    const entry = ((changes[i] as number) & ~1) as EntryRef
    if (found.has(entry)) continue
    found.set(entry, {
      entry,
      step,
      before: readPte(readOld, entry),
      after: readPte(read, entry),
    })
  }
  return found
}

/** The moment after `changes` were made, read from words that stand before them. */
export function readerAfter(read: Read, changes: Uint32Array): Read {
  if (changes.length === 0) return read
  const after = new Map<number, number>()
  for (let i = 0; i < changes.length; i += 3) {
    after.set(changes[i] as number, changes[i + 2] as number)
  }
  return (index) => after.get(index) ?? read(index)
}
