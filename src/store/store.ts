/**
 * The one store. Actions are module functions beside the slice they change; they read `app.getState()` and write
 * through `patch`, so they can be called from components, keys, commands and tests alike.
 */
import { useStore } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type { State } from './state.ts'
import { initialState } from './state.ts'

export const app = createStore<State>()(subscribeWithSelector(() => initialState()))

/** Replaces some fields of one slice. Slices are flat, so this is all that hot paths need; no drafts are made. */
export function patch<K extends 'doc' | 'run' | 'time' | 'seen' | 'view'>(
  slice: K,
  fields: Partial<State[K]>,
): void {
  app.setState({ [slice]: { ...app.getState()[slice], ...fields } } as Partial<State>)
}

/** A leaf of the state, for components: `useApp(s => s.time.step)`. */
export function useApp<T>(select: (state: State) => T): T {
  return useStore(app, select)
}
