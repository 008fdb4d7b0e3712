/** The connection to the simulation worker: start, stop, restart, and one `ask` for everybody. */
import type { Client } from '../protocol/client.ts'
import { createClient } from '../protocol/client.ts'
import type { RequestName, Requests } from '../protocol/messages.ts'
import { SimFailure } from '../protocol/server.ts'
import { firstMoment } from './first-moment.ts'
import { app, patch } from './store.ts'

export type MakeWorker = () => Worker

/** A request that takes longer than this is shown as busy. */
const BUSY_AFTER_MS = 300

let makeWorker: MakeWorker | null = null
let worker: Worker | null = null
let client: Client | null = null
let open = 0

/** Starts the worker, in the place of the one before, and greets it. `make` is kept for `reconnect`. */
export async function connect(make: MakeWorker): Promise<void> {
  makeWorker = make
  worker?.terminate()
  client?.stop('another worker has been started')
  const started = make()
  const fresh = createClient(started)
  worker = started
  client = fresh
  const stop = (reason: string) => {
    fresh.stop(reason)
    if (client === fresh) markStopped(reason)
  }
  started.addEventListener('error', (event) => stop(event.message || 'the worker could not start'))
  started.addEventListener('messageerror', () => stop('a message could not be read'))
  patch('run', { stopped: false, report: '' })
  const greeting = await ask('hello', {})
  app.setState({ hello: { ...greeting, sites: app.getState().hello?.sites ?? [] } })
  void addWords(fresh)
}

/** What is said about the steps: asked for when there is something to look at, which does not wait for it. */
async function addWords(from: Client): Promise<void> {
  await firstMoment()
  try {
    const { sites } = await from.ask('sites', {})
    const { hello, time, seen } = app.getState()
    if (hello !== null) app.setState({ hello: { ...hello, sites } })
    if (seen.view === null || seen.view.why !== '') return
    const words = await from.ask('words', { step: time.step })
    const now = app.getState()
    if (words === null || now.time.epoch !== time.epoch || now.seen.view === null) return
    patch('seen', { view: { ...now.seen.view, ...words } })
  } catch {
    // The worker was ended, which the banner says, or they could not be fetched: the page goes on without.
  }
}

/** A worker of its own for work that must not hold up the stage. */
export interface Helper {
  readonly ask: Client['ask']
  /** Ends it, whatever it is doing. */
  readonly stop: () => void
}

/** Starts another worker of the same kind. */
export function startHelper(): Helper {
  if (makeWorker === null) throw new Error('the worker has not been started')
  const started = makeWorker()
  const helper = createClient(started)
  started.addEventListener('error', (event) => helper.stop(event.message || 'a worker stopped'))
  return {
    ask: (name, arg) => helper.ask(name, arg),
    stop: () => {
      started.terminate()
      helper.stop('it was ended')
    },
  }
}

/** Ends the worker, if there still is one, and starts another. */
export async function reconnect(): Promise<void> {
  if (makeWorker !== null) await connect(makeWorker)
}

function markStopped(report: string): void {
  patch('run', { stopped: true, busy: false, report })
  patch('time', { playing: false })
}

/** Asks the worker. A bug in the machine stops it: its state cannot be trusted any more. */
export async function ask<N extends RequestName>(
  name: N,
  arg: Requests[N][0],
): Promise<Requests[N][1]> {
  if (client === null) throw new Error('the worker has not been started')
  const asked = client
  open++
  const timer = setTimeout(() => patch('run', { busy: true }), BUSY_AFTER_MS)
  try {
    return await asked.ask(name, arg)
  } catch (error) {
    if (error instanceof SimFailure && error.error.kind === 'bug' && asked === client) {
      markStopped(`${name}: ${error.error.message}\n${error.error.stack}`)
    }
    throw error
  } finally {
    clearTimeout(timer)
    open--
    if (open === 0 && app.getState().run.busy) patch('run', { busy: false })
  }
}
