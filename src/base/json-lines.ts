/** One JSON value a line, the same bytes for the same value: what state records are written in. */

export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** Beyond this a JSON number loses digits in most readers. */
const FIRST_INEXACT = 2n ** 53n

/**
 * `value` as one line without its line end. Keys stay in the order in which they were put in, undefined ones are left
 * out; a bigint is a number below 2^53 and a decimal string from there on.
 */
export function toJsonLine(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'bigint') return part
    return part < FIRST_INEXACT && part > -FIRST_INEXACT ? Number(part) : part.toString()
  })
}

/** Several values, each on a line of its own that ends with a line feed. */
export function toJsonLines(values: Iterable<Json>): string {
  let text = ''
  for (const value of values) text += `${toJsonLine(value)}\n`
  return text
}
