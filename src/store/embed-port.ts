/**
 * The messages between this page and the one it is framed by; docs/embedding.md is their contract.
 *
 * Only the parent is listened to, and its origin is fixed by `origin=` in the address or by its first message; from then
 * on only that origin is told anything. Before that nothing is sent but the bare `ready`.
 */
import { isFramed } from './embed.ts'
import { statementOf } from './rows.ts'
import type { State } from './state.ts'
import { app } from './store.ts'
import { pause, play, seek } from './time.ts'

/** What is told is what holds after so many milliseconds without a change, and at least this often. */
const TELL_EVERY_MS = 100

/** The version of the messages: raised when one of them changes its meaning. */
const VERSION = 1

interface Asked {
  readonly type: string
  readonly step?: unknown
  readonly line?: unknown
}

/** What a message from the parent asks for; null for anything else that is posted to a page. Pure. */
export function askedBy(data: unknown): Asked | null {
  if (typeof data !== 'object' || data === null) return null
  const { type } = data as { type?: unknown }
  return typeof type === 'string' && type.startsWith('ptescope:') ? (data as Asked) : null
}

/** Begins to listen and to tell, if there is a parent. */
export function startEmbedPort(pinned: string | null): void {
  if (!isFramed()) return
  let origin = pinned
  let isDue = false

  const post = (message: object, target: string): void => parent.postMessage(message, target)
  const tell = (): void => {
    isDue = false
    // A sandboxed frame or a file has the origin "null", which cannot be named as a target.
    if (origin !== null) post(stateMessage(app.getState()), origin === 'null' ? '*' : origin)
  }
  const tellSoon = (): void => {
    if (!isDue) setTimeout(tell, TELL_EVERY_MS)
    isDue = true
  }

  addEventListener('message', (event) => {
    const asked = event.source === parent ? askedBy(event.data) : null
    if (asked === null || (origin !== null && event.origin !== origin)) return
    origin ??= event.origin
    obey(asked)
    tellSoon()
  })
  app.subscribe(({ run }) => run.run, tellSoon)
  app.subscribe(({ time }) => time.step, tellSoon)
  app.subscribe(({ time }) => time.playing, tellSoon)
  const ready = (): void => post({ type: 'ptescope:ready', version: VERSION }, pinned ?? '*')
  if (app.getState().run.run !== null) ready()
  else {
    const stop = app.subscribe(
      ({ run }) => run.run,
      () => {
        stop()
        ready()
      },
    )
  }
}

function obey(asked: Asked): void {
  const { run } = app.getState().run
  if (run === null) return
  if (asked.type === 'ptescope:play') play()
  if (asked.type === 'ptescope:pause') pause()
  if (asked.type !== 'ptescope:seek') return
  const { step, line } = asked
  const statement = run.statements.find((one) => one.line === line)
  if (typeof step === 'number' && Number.isFinite(step)) seek(Math.round(step))
  else if (statement !== undefined) seek(statement.last)
}

function stateMessage({ run, time, seen }: State): object {
  const statement = run.run === null ? null : statementOf(run.run, time.step)
  return {
    type: 'ptescope:state',
    version: VERSION,
    title: run.run?.title ?? '',
    kernel: run.run?.kernel ?? '',
    step: time.step,
    steps: run.run?.steps ?? 0,
    line: statement?.line ?? null,
    playing: time.playing,
    why: seen.view?.why ?? '',
  }
}
