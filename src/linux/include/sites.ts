/**
 * The numbers of sites. A step of the trace carries a site's number; everything that is said about the step hangs on the
 * site (`site-texts.ts`). Numbers are positions, so they hold for one build only and never leave the page.
 */
import { FUNCTION_KEYS, MOMENT_KEYS } from './sites/keys.ts'

function numbered<K extends string>(keys: readonly K[], from: number): Readonly<Record<K, number>> {
  return Object.fromEntries(keys.map((key, i) => [key, from + i])) as Record<K, number>
}

/** Sites of kernel functions, by their names here. Number 0 is no function: user mode. */
export const FN = numbered(FUNCTION_KEYS, 1)
/** Sites of moments inside functions. */
export const MO = numbered(MOMENT_KEYS, 1 + FUNCTION_KEYS.length)
