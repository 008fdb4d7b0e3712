/** How fast interleavings are explored. */
import type { Measured } from './figure.ts'
import type { Reference } from './reference.ts'

export function exploreSuite(
  _reference: Reference,
  _wanted: (name: string) => boolean,
): readonly Measured[] {
  return []
}
