/** The present state as a link, and a link as the present state. */
import type { LinkView } from '../lang/url.ts'
import { decodeLink } from '../lang/url.ts'
import { salvage } from '../lang/url-salvage.ts'
import type { Run } from '../protocol/messages.ts'
import { inflate, inflateStart } from './deflate.ts'
import { openText } from './doc.ts'
import { withoutJump } from './jump.ts'
import { checkOf, verdictOf } from './link-check.ts'
import { LINK_PARTS } from './link-parts.ts'
import { hashOfText } from './link-text.ts'
import { tell } from './notices.ts'
import { requestStep } from './pump.ts'
import type { State } from './state.ts'
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
  for (const part of LINK_PARTS) {
    const value = await part.write(state)
    if (value !== null) view[part.key] = value
  }
  if (options.check && run !== null && !state.doc.dirty) {
    Object.assign(view, checkOf(run, state.doc.text))
  }
  return hashOfText(state.doc.text, view)
}

interface Opening {
  /** The address bar has it already. */
  readonly followed?: boolean
  /** Another step than the link's own. */
  readonly step?: number | null
}

/** Opens what a fragment holds; a refusal is told on the start page, with what was understood. */
export async function openHash(hash: string, opening: Opening = {}): Promise<void> {
  const decoded = await decodeLink(hash, inflate)
  if (decoded.kind === 'refused') {
    const understood = await salvage(hash, inflateStart)
    patch('view', { view: 'start', refused: { reason: decoded.reason, understood } })
    return
  }
  const { text, view } = decoded.link
  const wanted = opening.step ?? stepOf(view)
  showView('stage')
  const schedule = scheduleOf(view)
  const { doc } = app.getState()
  if (text === doc.text && schedule === doc.schedule && app.getState().run.run !== null) {
    whenAt(wanted, () => void takeParts(view))
    requestStep(wanted)
    return
  }
  const ready = (run: Run): void => {
    void takeParts(view)
    tellVerdict(run, text, view)
  }
  const open = (): void => openText(text, () => wanted, ready, schedule)
  if (opening.followed === true) withoutJump(open)
  else open()
}

/** Does something when a step of the present run is shown: a selection is found in the tables of its moment. */
function whenAt(wanted: number, work: () => void): void {
  const { run, time } = app.getState()
  const step = Math.min(wanted, run.run?.steps ?? 0)
  if (time.step === step) {
    work()
    return
  }
  const stop = app.subscribe(
    (state) => [state.time.step, state.run.run] as const,
    ([now, present]) => {
      if (now !== step && present === run.run) return
      stop()
      if (present === run.run) work()
    },
    { equalityFn: (a, b) => a.every((value, i) => value === b[i]) },
  )
}

/** Takes all parts in their order; some are fetched first, and then another scenario may have been opened. */
async function takeParts(view: LinkView): Promise<void> {
  const { text } = app.getState().doc
  for (const part of LINK_PARTS) {
    if (app.getState().doc.text !== text) return
    const coming = part.take(view[part.key] ?? null, view)
    if (coming !== undefined) await coming
  }
}

/** `main.3-T` as it stands in an address; what it means, the worker knows. */
function scheduleOf(view: LinkView): string | null {
  const written = view['p'] ?? ''
  return /^[\w.-]{1,4000}$/.test(written) ? written : null
}

function stepOf(view: LinkView): number {
  const step = Number(view['t'] ?? '0')
  return Number.isSafeInteger(step) && step >= 0 ? step : 0
}

function tellVerdict(run: Run, text: string, view: LinkView): void {
  const verdict = verdictOf(run, text, view)
  // A reader of a page that shows this in a frame did not open a link.
  if (verdict?.kind === 'alike' && app.getState().view.ui === 'full') say(verdict.says)
  if (verdict?.kind !== 'upgraded') return
  tell({
    id: 'upgraded',
    title: 'This link was shared from another version.',
    text: verdict.says,
    action: null,
  })
}
