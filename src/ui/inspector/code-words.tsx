/** A sentence with its functions, constants and pages in the face of code. */
import { FunctionName } from '../shared/term.tsx'

const CODE = /([A-Za-z_]\w*\(\)|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|\b[A-Za-z_]\w*\[\d+(?:\.\.\d+)?\])/

export function CodeWords({ text }: { readonly text: string }) {
  let at = 0
  return text.split(CODE).map((part, i) => {
    at += part.length + 1
    if (i % 2 === 0) return part
    return part.endsWith('()') ? <FunctionName key={at} fn={part} /> : <code key={at}>{part}</code>
  })
}
