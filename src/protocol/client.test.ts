import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import type { Handlers, Requests } from './messages.ts'
import type { Port } from './server.ts'
import { SimFailure, serve } from './server.ts'

const seen = (step: number): Requests['seek'][1] =>
  ({ view: { step } }) as unknown as Requests['seek'][1]

function pair(overrides: Partial<Handlers>) {
  const { port1, port2 } = new MessageChannel()
  const handlers = new Proxy({} as Handlers, {
    get: (_, name: keyof Handlers) =>
      overrides[name] ??
      (() => {
        throw new Error(`${name} was not expected`)
      }),
  })
  serve(port2 as unknown as Port, handlers)
  const client = createClient(port1 as unknown as Port)
  port1.start()
  port2.start()
  return {
    client,
    close: () => {
      port1.close()
      port2.close()
    },
  }
}

test('answers find their questions, whichever comes first', async () => {
  const { client, close } = pair({
    seek: async ({ step }) => {
      if (step === 1) await new Promise((done) => setTimeout(done, 10))
      return seen(step)
    },
  })
  const [slow, fast] = await Promise.all([
    client.ask('seek', { step: 1, from: null }),
    client.ask('seek', { step: 2, from: null }),
  ])
  expect([slow.view.step, fast.view.step]).toEqual([1, 2])
  close()
})

test('a thrown error arrives as a bug with the text that was loaded', async () => {
  const { client, close } = pair({
    load: () => ({ diagnostics: [], run: null }),
    records: () => {
      throw new RangeError('out of words')
    },
  })
  await client.ask('load', { text: 'scenario 1' })
  const failure = await client.ask('records', {}).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SimFailure)
  expect((failure as SimFailure).error).toMatchObject({
    kind: 'bug',
    message: 'out of words',
    text: 'scenario 1',
  })
  close()
})

test('a failure on purpose keeps its kind', async () => {
  const { client, close } = pair({
    hello: () => {
      throw new SimFailure({ kind: 'limit', what: 'too many steps', limit: 5 })
    },
  })
  const failure = await client.ask('hello', {}).catch((error: unknown) => error)
  expect((failure as SimFailure).error).toEqual({ kind: 'limit', what: 'too many steps', limit: 5 })
  close()
})

test('after the worker has stopped every question fails', async () => {
  const { client, close } = pair({ hello: () => new Promise<never>(() => {}) })
  const open = client.ask('hello', {}).catch((error: Error) => error.message)
  client.stop('gone')
  expect(await open).toBe('gone')
  expect(await client.ask('hello', {}).catch((error: Error) => error.message)).toBe('gone')
  close()
})
