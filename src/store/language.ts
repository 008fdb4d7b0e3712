/** What the editor asks of the language; the page reaches it through the store. */
export { complete } from '../lang/complete.ts'
export { highlightLine } from '../lang/highlight.ts'
