/** The present state as a link, and a link as the present state. */
import type { LinkView } from '../lang/url.ts'
import { decodeLink, encodeLink } from '../lang/url.ts'
import type { Level } from '../machine/units.ts'
import type { Run } from '../protocol/messages.ts'
import { deflate, inflate } from './deflate.ts'
import { openText } from './doc.ts'
import { requestStep } from './pump.ts'
import { selectionAt } from './select.ts'
import type { Selection, State } from './state.ts'
import { app, patch } from './store.ts'
import { say, showView } from './view.ts'

export interface LinkOptions {
  /** Opens at the present step. */
  readonly step: boolean
  /** Carries a digest of the final state, so that the page can tell whether it replays alike. */
  readonly check: boolean
}

/** The fragment that holds the present state, or null where the text is too long for one. */
export async function hashOf(state: State, options: LinkOptions): Promise<string | null> {
  const { run } = state.run
  const view: Record<string, string> = {}
  if (options.step && state.time.step > 0) view['t'] = String(state.time.step)
  if (state.view.view !== 'stage' && state.view.view !== 'start') view['v'] = state.view.view
  if (state.view.selected !== null) view['s'] = selectionText(state.view.selected)
  if (options.check && run !== null && !state.doc.dirty) view['d'] = run.digest
  const encoded = await encodeLink({ text: state.doc.text, view }, deflate)
  return encoded.kind === 'ok' ? encoded.hash : null
}

/** `1.1000c0a07.1`: address space, page, level. */
function selectionText({ mm, vpn, level }: Selection): string {
  return `${mm}.${vpn.toString(16)}.${level}`
}

/** Opens what a fragment holds; a refusal is told on the start page. */
export async function openHash(hash: string): Promise<void> {
  const decoded = await decodeLink(hash, inflate)
  if (decoded.kind === 'refused') {
    patch('view', { view: 'start', refused: { reason: decoded.reason, understood: '' } })
    return
  }
  const { text, view } = decoded.link
  showView('stage')
  if (text === app.getState().doc.text && app.getState().run.run !== null) {
    requestStep(stepOf(view))
    patch('view', { selected: selectionOf(view['s'] ?? '') })
    return
  }
  openText(
    text,
    () => stepOf(view),
    (run) => {
      patch('view', { selected: selectionOf(view['s'] ?? '') })
      tellDigest(run, view['d'])
    },
  )
}

function stepOf(view: LinkView): number {
  const step = Number(view['t'] ?? '0')
  return Number.isSafeInteger(step) && step >= 0 ? step : 0
}

function tellDigest(run: Run, digest: string | undefined): void {
  if (digest === undefined) return
  if (digest === run.digest) say(`Replayed alike: ${run.steps} steps`)
  else say('Replayed, but the final state is not the one that was shared: the model has changed')
}

/** The entry that a link names, found again in the tables of now; null where they do not reach so far. */
function selectionOf(written: string): Selection | null {
  const match = /^(\d{1,4})\.([0-9a-f]{1,9})\.([1-4])$/.exec(written)
  if (match === null) return null
  const vpn = Number.parseInt(match[2] ?? '', 16)
  return selectionAt(Number(match[1]), vpn, Number(match[3]) as Level)
}
