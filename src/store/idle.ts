import { firstMoment } from './first-moment.ts'

/** Resolves when something is shown and the browser has nothing better to do: what can wait begins then. */
export async function idle(): Promise<void> {
  await firstMoment()
  await new Promise<void>((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else setTimeout(resolve, 200)
  })
}
