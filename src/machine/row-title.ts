/** What happened at a row of the trace, in a few words: the title of its site, and of a table also its level. */
import type { Row } from './trace.ts'
import { OP_TABLE, OP_UNTABLE } from './trace.ts'
import type { Level } from './units.ts'
import { LEVEL_NAMES } from './units.ts'

/** `PMD table allocated`, `Woken`; empty for a site that is not known. */
export function titleOfRow(row: Row, sites: readonly { readonly title: string }[]): string {
  const title = sites[row.site]?.title ?? ''
  if (title === '' || (row.op !== OP_TABLE && row.op !== OP_UNTABLE)) return title
  return `${LEVEL_NAMES[row.d as Level]} ${title.charAt(0).toLowerCase()}${title.slice(1)}`
}
