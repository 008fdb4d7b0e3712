/** The page's end: typed questions over a port, each answered by a promise, matched by id. */
import type { FromWorker, RequestName, Requests } from './messages.ts'
import type { Port } from './server.ts'
import { SimFailure } from './server.ts'

export interface Client {
  ask<N extends RequestName>(name: N, arg: Requests[N][0]): Promise<Requests[N][1]>
  /** The other end is gone: every question still open, and every later one, fails with this message. */
  stop(reason: string): void
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (reason: Error) => void
}

export function createClient(port: Port): Client {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let stopped: Error | null = null

  port.addEventListener('message', (event) => {
    const message = event.data as FromWorker
    const open = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) open?.resolve(message.value as never)
    else open?.reject(new SimFailure(message.error))
  })

  return {
    ask(name, arg) {
      if (stopped !== null) return Promise.reject(stopped)
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        port.postMessage({ id, name, arg })
      })
    },
    stop(reason) {
      stopped = new Error(reason)
      for (const open of waiting.values()) open.reject(stopped)
      waiting.clear()
    },
  }
}
