/** Handlers whose code is fetched when one of them is first asked for: the stage runs without it. */
import type { Handlers, RequestName } from '../protocol/messages.ts'
import { SimFailure } from '../protocol/server.ts'

/** Fetches a part of the worker; a part that cannot be had is nobody's bug. */
export async function fetched<T>(part: Promise<T>): Promise<T> {
  try {
    return await part
  } catch (error) {
    const what = `a part of the page that could not be fetched: ${(error as Error).message}`
    throw new SimFailure({ kind: 'limit', what, limit: 0 })
  }
}

/** Stands for the handlers of these names until `load` has brought them. They are brought once. */
export function later<N extends RequestName>(
  names: readonly N[],
  load: () => Promise<Pick<Handlers, N>>,
): Pick<Handlers, N> {
  let loaded: Promise<Pick<Handlers, N>> | null = null
  const need = (): Promise<Pick<Handlers, N>> => {
    loaded ??= fetched(load()).catch((error: unknown) => {
      loaded = null
      throw error
    })
    return loaded
  }
  const handlers = names.map((name) => {
    // As in `serve`: the union of handlers cannot be called with the union of arguments.
    const handle = async (arg: never): Promise<unknown> => {
      const handler = (await need())[name] as (arg: never) => unknown
      return handler(arg)
    }
    return [name, handle]
  })
  return Object.fromEntries(handlers) as Pick<Handlers, N>
}
