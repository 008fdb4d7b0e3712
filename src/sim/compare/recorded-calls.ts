/**
 * Which recorded calls belong to the scenario. A recording was made by a program that faults as well: while it starts a
 * thread or a process, while it maps memory, and in its signal handler.
 */
import type { Outcome, StateRecord } from '../outcome.ts'
import type { ComparedCall } from './call-trees.ts'

/** Statements during which the recording program touches fresh memory of its own, or makes threads. */
const OWN_FAULTS = new Set(['file', 'map', 'uffd', 'thread', 'fork', 'serve', 'exit'])
/** They go through the file, without any page table; each page is a call of shmem_get_folio_gfp(). */
const THROUGH_THE_FILE = new Set(['pwrite', 'pread'])

/** The statement's verb, without its actor. */
export function verbOf(text: string): string {
  return text.replace(/^\w+:\s*/, '').split(/\s/)[0] ?? ''
}

/** Follows the records of one recording and tells whose calls can be compared in each. */
export class CallFilter {
  private readonly started = new Set(['main', 'monitor', 'serve'])
  private readonly forking = new Set<string>()

  /** Actors whose calls in this record are the scenario's alone; to be asked once a record, in order. */
  comparable(record: StateRecord, actors: Iterable<string>): string[] {
    const verb = verbOf(record.text)
    if (verb === 'fork' && record.outcome === 'blocked') this.forking.add(record.actor)
    const isOwn = OWN_FAULTS.has(verb) || THROUGH_THE_FILE.has(verb)
    const found: string[] = []
    for (const actor of actors) {
      if (isOwn) continue
      if (!this.started.has(actor)) {
        if (actor === record.actor) this.started.add(actor)
      } else if (this.forking.has(actor)) {
        if (record.woken.some((w) => w.actor === actor)) this.forking.delete(actor)
      } else found.push(actor)
    }
    return found
  }
}

/** What the recording program adds at the end of a statement that is the scenario's otherwise is taken off. */
export function withoutOwnCalls(
  calls: readonly ComparedCall[],
  record: StateRecord,
  actor: string,
): readonly ComparedCall[] {
  return actor === 'serve' ? withoutLastLook(calls) : withoutHandlerFault(calls, record, actor)
}

/** The serving thread looks for one more message and finds none. */
function withoutLastLook(calls: readonly ComparedCall[]): readonly ComparedCall[] {
  return calls[calls.length - 1]?.fn === 'userfaultfd_read_iter' ? calls.slice(0, -1) : calls
}

const HANDLER_FAULT = [
  'handle_mm_fault',
  '__handle_mm_fault',
  'do_wp_page',
  'ptep_set_access_flags',
]

/** An access was killed, and the signal handler has taken a fault on its own stack. */
function withoutHandlerFault(
  calls: readonly ComparedCall[],
  record: StateRecord,
  actor: string,
): readonly ComparedCall[] {
  const ends: { actor: string; outcome: Outcome }[] = [record, ...record.woken]
  const isKilled = ends.some((end) => end.actor === actor && end.outcome.startsWith('SIG'))
  const tail = calls.slice(-HANDLER_FAULT.length)
  const isHandler = tail.every((call, i) => call.fn === HANDLER_FAULT[i] && call.depth === i)
  return isKilled && tail.length === HANDLER_FAULT.length && isHandler
    ? calls.slice(0, -HANDLER_FAULT.length)
    : calls
}
