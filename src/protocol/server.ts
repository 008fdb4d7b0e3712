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
    super(error.kind === 'limit' ? limitText(error.what, error.limit) : error.message)
    this.name = 'SimFailure'
    this.error = error
  }
}

/** A limit of 0 is one that nobody can name beforehand. */
function limitText(what: string, limit: number): string {
  return limit === 0 ? what : `${what} (limit ${limit})`
}

/** Makes a `SimError` of anything thrown; `text` is the scenario at hand, for the report. */
function simErrorOf(thrown: unknown, text: string): SimError {
  if (thrown instanceof SimFailure) return thrown.error
  if (isOutOfMemory(thrown)) {
    return { kind: 'limit', what: 'the memory that this browser gives to a page', limit: 0 }
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return { kind: 'bug', message: error.message, stack: error.stack ?? '', text }
}

/** An array that cannot be had is a RangeError in every engine, each with words of its own. */
function isOutOfMemory(thrown: unknown): boolean {
  if (!(thrown instanceof RangeError)) return false
  return /allocation|out of memory|invalid (?:typed )?array(?:buffer)? length|could not be cloned/i.test(
    thrown.message,
  )
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
