/**
 * Parts of the page that are fetched when they are first used. Each is a module of actions; an action is asked of it in
 * a callback, which is called as soon as the part is here, so that keys pressed in a row stay in their order. Which file
 * is behind a name, `parts.ts` says: were it said here, every part would stand in a circle of imports.
 */
import type { Parts } from './parts.ts'
import { say } from './view.ts'

let parts: Parts | null = null

/** Called once, before anything is asked for. */
export function furnish(all: Parts): void {
  parts = all
}

/** Parts that are here. What is asked of one is done at once: a later act must not overtake an earlier one. */
const here = new Map<keyof Parts, unknown>()

/** Does something with a part; says so where it cannot be fetched. */
export function withPart<N extends keyof Parts>(
  name: N,
  act: (part: Awaited<ReturnType<Parts[N]>>) => void,
): void {
  type Part = Awaited<ReturnType<Parts[N]>>
  const part = here.get(name) as Part | undefined
  if (part !== undefined) {
    act(part)
    return
  }
  const coming = parts?.[name]() as Promise<Part> | undefined
  coming?.then(
    (fetched) => {
      here.set(name, fetched)
      act(fetched)
    },
    () => say('This part of the page could not be fetched. Is there a network?'),
  )
}
