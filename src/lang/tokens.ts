/** Cuts a text into lines and a line into words. Knows blanks, `#` and nothing else of the language. */

/** A run of characters between blanks. */
export interface Word {
  readonly text: string
  /** 1-based, in UTF-16 units. */
  readonly column: number
}

export interface Comment {
  /** What follows the `#`, without blanks at its end. */
  readonly text: string
  /** Where the `#` stands. */
  readonly column: number
}

export interface TokenLine {
  readonly words: readonly Word[]
  readonly comment: Comment | null
}

/** The lines of a text without their ends (LF, CR LF or CR, as in editors). A line end at the very end opens no line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** The words of one line and its comment. A `#` starts a comment wherever it stands, also inside a word. */
export function tokenize(line: string): TokenLine {
  const words: Word[] = []
  let at = 0
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === '#') {
      return { words, comment: { text: trimBlanksEnd(line.slice(at + 1)), column: at + 1 } }
    }
    if (isBlank(character)) {
      at++
      continue
    }
    const start = at
    while (at < line.length && line.charAt(at) !== '#' && !isBlank(line.charAt(at))) at++
    words.push({ text: line.slice(start, at), column: start + 1 })
  }
  return { words, comment: null }
}

/** The column just past a word. */
export function endOf(word: Word): number {
  return word.column + word.text.length
}

/** Blanks are the space and the tab; any other character, however blank it looks, is part of a word. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t'
}

/** `text` without blanks at either end. */
export function trimBlanks(text: string): string {
  let start = 0
  while (start < text.length && isBlank(text.charAt(start))) start++
  return trimBlanksEnd(text.slice(start))
}

function trimBlanksEnd(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
