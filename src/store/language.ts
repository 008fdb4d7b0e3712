/** What the editor asks of the language; the page reaches it through the store. */
export type { Candidate, Completion } from '../lang/complete.ts'
export { complete } from '../lang/complete.ts'
export type { Mark, MarkClass } from '../lang/highlight.ts'
export { highlightLine } from '../lang/highlight.ts'
