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

/** Does something with a part; says so where it cannot be fetched. */
export function withPart<N extends keyof Parts>(
  name: N,
  act: (part: Awaited<ReturnType<Parts[N]>>) => void,
): void {
  const coming = parts?.[name]() as Promise<Awaited<ReturnType<Parts[N]>>> | undefined
  coming?.then(act, () => say('This part of the page could not be fetched. Is there a network?'))
}
