/** What is modelled and what is not: asked of the worker when somebody wants to see it, and the same ever after. */
import type { Coverage } from '../sim/coverage/coverage.ts'
import { ask } from './engine.ts'

let asked: Promise<Coverage> | null = null

export function coverage(): Promise<Coverage> {
  asked ??= ask('coverage', {}).catch((error: unknown) => {
    asked = null
    throw error
  })
  return asked
}
