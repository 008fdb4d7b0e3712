/** Notes are text with the inline part of Markdown: `code`, *emphasis*, **strong**, [a link](https://…). */

export interface Inline {
  readonly is: 'text' | 'code' | 'emphasis' | 'strong' | 'link'
  readonly text: string
  /** Of a link. */
  readonly href?: string
}

const MARKS =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g

/** The parts of a note in their order; what is no mark stays as it is written. */
export function inlineParts(note: string): readonly Inline[] {
  const parts: Inline[] = []
  let at = 0
  const plain = (to: number) => {
    if (to > at) parts.push({ is: 'text', text: note.slice(at, to) })
  }
  for (const match of note.matchAll(MARKS)) {
    const [all, code, strong, emphasis, text, href] = match
    plain(match.index)
    at = match.index + all.length
    if (code !== undefined) parts.push({ is: 'code', text: code })
    else if (strong !== undefined) parts.push({ is: 'strong', text: strong })
    else if (emphasis !== undefined) parts.push({ is: 'emphasis', text: emphasis })
    else parts.push({ is: 'link', text: text ?? '', href: href ?? '' })
  }
  plain(note.length)
  return parts
}

/** The words alone, for what is read aloud or written small. */
export function plainText(note: string): string {
  return inlineParts(note)
    .map(({ text }) => text)
    .join('')
}

/** The sentences of a text, each with its end and the blanks behind it. A stop inside of code ends nothing. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let start = 0
  let isCode = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '`') isCode = !isCode
    const ends = !isCode && /[.?!]/.test(char) && /^\s+\S/.test(text.slice(at + 1))
    if (!ends) continue
    while (/\s/.test(text.charAt(at + 1))) at++
    sentences.push(text.slice(start, at + 1))
    start = at + 1
  }
  return [...sentences, text.slice(start)]
}

/** A question, cut into what leads to it and what is asked: from the first sentence that ends with a question mark. */
export function splitQuestion(text: string): { readonly lead: string; readonly asked: string } {
  const sentences = sentencesOf(text)
  const first = sentences.findIndex((one) => one.trimEnd().endsWith('?'))
  if (first <= 0) return { lead: '', asked: text }
  const lead = sentences.slice(0, first).join('').trim()
  return { lead, asked: sentences.slice(first).join('').trim() }
}
