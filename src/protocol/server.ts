/**
 * The worker's end: hands each request to its handler and sends the answer, or the failure as a `SimError`. Knows
 * nothing of workers: any port that can post and listen will do, so tests run it over a `MessageChannel`.
 */
import type { FromWorker, Handlers, RequestName, Requests, SimError, ToWorker } from './messages.ts'

/** What is needed of a Worker, a MessagePort or a worker's global scope. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** A failure that a handler throws on purpose; anything else that is thrown is a bug. */
export class SimFailure extends Error {
  readonly error: SimError

  constructor(error: SimError) {
    super(error.kind === 'limit' ? `${error.what} (limit ${error.limit})` : error.message)
    this.name = 'SimFailure'
    this.error = error
  }
}

/** Makes a `SimError` of anything thrown; `text` is the scenario at hand, for the report. */
function simErrorOf(thrown: unknown, text: string): SimError {
  if (thrown instanceof SimFailure) return thrown.error
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return { kind: 'bug', message: error.message, stack: error.stack ?? '', text }
}

/** Answers the requests that come in on `port` until it is closed. */
export function serve(port: Port, handlers: Handlers): void {
  let text = ''

  async function answer({ id, name, arg }: ToWorker): Promise<FromWorker> {
    if (name === 'load') text = arg.text
    try {
      // The union of handlers cannot be called with the union of arguments; both came from one member of ToWorker.
      const handler = handlers[name] as (arg: unknown) => Requests[RequestName][1]
      return { type: 'answer', id, ok: true, value: await handler(arg) }
    } catch (thrown) {
      return { type: 'answer', id, ok: false, error: simErrorOf(thrown, text) }
    }
  }

  port.addEventListener('message', (event) => {
    void answer(event.data as ToWorker).then((message) => port.postMessage(message))
  })
}
