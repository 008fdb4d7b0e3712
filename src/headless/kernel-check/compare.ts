/** Records of the real kernel against records of the simulator, by value, as far as pagemap shows. */
import type { EntryRecord, StateRecord } from '../../sim/outcome.ts'

export interface Disagreement {
  readonly line: number
  readonly text: string
  readonly kernel: string
  readonly simulator: string
}

/** The first record in which the two differ, or null. */
export function compareRuns(
  kernel: readonly StateRecord[],
  simulator: readonly StateRecord[],
): Disagreement | null {
  for (const [i, ours] of simulator.entries()) {
    const real = kernel[i]
    if (real === undefined) {
      return { line: ours.line, text: ours.text, kernel: 'no record', simulator: 'a record' }
    }
    const [a, b] = [flat(real), flat(ours)]
    const key = [...new Set([...a.keys(), ...b.keys()])].find((k) => a.get(k) !== b.get(k))
    if (key === undefined) continue
    return {
      line: ours.line,
      text: ours.text,
      kernel: `${key}: ${a.get(key) ?? 'nothing'}`,
      simulator: `${key}: ${b.get(key) ?? 'nothing'}`,
    }
  }
  return null
}

/** Every fact of a record under a name of its own; runs of entries are written out. */
export function flat(record: StateRecord): Map<string, string> {
  const facts = new Map<string, string>()
  for (const [key, value] of Object.entries(record)) {
    if (key !== 'mm' && key !== 'actors' && key !== 'calls' && key !== 'moved') {
      facts.set(key, JSON.stringify(value))
    }
  }
  for (const [actor, state] of Object.entries(record.actors)) facts.set(`actors.${actor}`, state)
  facts.set('processes', record.mm.map(({ process }) => process).join(' '))
  for (const { process, regions } of record.mm) {
    facts.set(
      `${process}.regions`,
      regions.map((r) => `${r.name} ${r.start} ${r.pages}`).join(', '),
    )
    for (const { name, ptes } of regions) {
      for (const entry of ptes) addEntry(facts, `${process}.${name}`, entry)
    }
  }
  return facts
}

function addEntry(facts: Map<string, string>, region: string, entry: EntryRecord): void {
  for (let k = 0; k < (entry.n ?? 1); k++) {
    const { kind, page, file, exclusive, uffdWp } = entry
    const frame = page === undefined || page === 'zero' ? page : `p${Number(page.slice(1)) + k}`
    const words = [kind, frame, file && 'file', exclusive && 'exclusive', uffdWp && 'uffdWp']
    facts.set(`${region}[${entry.i + k}]`, words.filter((w) => typeof w === 'string').join(' '))
  }
}
