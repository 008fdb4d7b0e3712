import { expect, test } from 'vitest'
import type { FromWorker, Handlers } from './messages.ts'
import type { Port } from './server.ts'
import { serve } from './server.ts'

/** What a handler's exception becomes on the other side. */
async function answerOf(thrown: unknown): Promise<FromWorker> {
  return await new Promise((resolve) => {
    let listener: (event: MessageEvent) => void = () => undefined
    const port: Port = {
      postMessage: (message) => resolve(message as FromWorker),
      addEventListener: (_type, added) => {
        listener = added
      },
    }
    const handlers = {
      hello: () => {
        throw thrown
      },
    } as unknown as Handlers
    serve(port, handlers)
    listener({ data: { id: 1, name: 'hello', arg: {} } } as MessageEvent)
  })
}

test.each([
  'Array buffer allocation failed',
  'Invalid typed array length: 4294967296',
  'Out of memory',
  'invalid array length',
])('memory that cannot be had (%s) is a limit, not a bug', async (words) => {
  expect(await answerOf(new RangeError(words))).toMatchObject({
    ok: false,
    error: { kind: 'limit', what: 'the memory that this browser gives to a page' },
  })
})

test('any other exception is a bug, with its stack', async () => {
  expect(await answerOf(new RangeError('Maximum call stack size exceeded'))).toMatchObject({
    ok: false,
    error: { kind: 'bug', message: 'Maximum call stack size exceeded' },
  })
})
