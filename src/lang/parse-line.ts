/** Reads one line: a header statement, a note, a blank line, or operations joined by `||`. */

import { nearestWord } from '../base/nearest-word.ts'
import type { Line, Statement } from './ast.ts'
import type { Cursor, Mark, Want } from './cursor.ts'
import { accept, cursorAt, fail, peek, spanFrom } from './cursor.ts'
import type { Diagnostic } from './diagnostics.ts'
import { diagnosticAt, quote } from './diagnostics.ts'
import type { Header, HeaderWord } from './header.ts'
import { HEADERS, readHeader } from './header.ts'
import { LIMITS } from './limits.ts'
import { readAskLine } from './parse-ask.ts'
import type { ReadLine } from './read-line.ts'
import type { Comment, Word } from './tokens.ts'
import { endOf, isBlank, tokenize, trimBlanks } from './tokens.ts'
import { asVerb, VERB_WORDS, VERBS } from './verbs.ts'
import { isName, NAME_LENGTH } from './words.ts'

/** Reads the line `text`, whose number is `line`. */
export function readLine(text: string, line: number): ReadLine {
  const raw = readRawLine(text, line) ?? readAskLine(text, line)
  if (raw !== null) return raw
  const { words, comment } = tokenize(text)
  const first = words[0]
  if (first === undefined) {
    const blank: Line = { kind: 'blank', line, comment: comment?.text ?? null }
    const wants: Want[] = [{ is: 'statement', header: true }]
    return {
      line: blank,
      diagnostics: [],
      marks: markComment(comment, text),
      wants,
      operations: 0,
      header: null,
    }
  }
  if (first.text === 'scenario' || first.text === 'kernel' || first.text === 'cpus') {
    return readHeaderLine(text, line, first.text, words, comment)
  }
  return readOperations(text, line, words, comment)
}

/** `title` and `note`, whose text is the rest of the line as it stands, with any `#` (links have them). */
function readRawLine(text: string, line: number): ReadLine | null {
  let start = 0
  while (start < text.length && isBlank(text.charAt(start))) start++
  let end = start
  while (end < text.length && !isBlank(text.charAt(end)) && text.charAt(end) !== '#') end++
  const kind = text.slice(start, end)
  if (kind !== 'title' && kind !== 'note') return null
  const rest = trimBlanks(text.slice(end))
  const marks: Mark[] = [{ column: start + 1, length: end - start, is: 'header' }]
  const header: HeaderWord | null = kind === 'title' ? kind : null
  const shared = { marks, operations: 0, header }
  if (rest === '') {
    const span = { line, column: end + 1, length: 0 }
    const missing = diagnosticAt(span, 'the end of the line', `the text of the ${kind}`)
    const wants: Want[] = [{ is: 'free', what: 'a text' }]
    return { ...shared, line: null, diagnostics: [missing], wants }
  }
  marks.push({ column: text.indexOf(rest, end) + 1, length: rest.length, is: 'text' })
  const read: Line =
    kind === 'title' ? { kind, line, title: rest, comment: null } : { kind, line, text: rest }
  return { ...shared, line: read, diagnostics: [], wants: [] }
}

function readHeaderLine(
  text: string,
  line: number,
  kind: Exclude<HeaderWord, 'title'>,
  words: readonly Word[],
  comment: Comment | null,
): ReadLine {
  const c = cursorAt(line, words, endOfWords(words))
  accept(c, words[0] as Word, 'header')
  const header = readHeader(c, kind)
  return {
    line: header === undefined ? null : headerLine(header, line, comment),
    diagnostics: c.problem === null ? [] : [c.problem],
    marks: [...c.marks, ...markComment(comment, text)],
    wants: c.wants,
    operations: 0,
    header: kind,
  }
}

function headerLine(header: Header, line: number, comment: Comment | null): Line {
  return { line, comment: comment?.text ?? null, ...header }
}

function readOperations(
  text: string,
  line: number,
  words: readonly Word[],
  comment: Comment | null,
): ReadLine {
  const statements: Statement[] = []
  const diagnostics: Diagnostic[] = []
  const marks: Mark[] = []
  let wants: readonly Want[] = []
  let operations = 0
  for (let start = 0; start <= words.length; ) {
    const bar = indexOfBar(words, start)
    const part = words.slice(start, bar)
    const c = cursorAt(line, part, endOfWords(words, bar))
    const statement = readStatement(c, start === 0)
    if (statement === undefined) {
      if (c.problem !== null) diagnostics.push(c.problem)
    } else statements.push(statement)
    marks.push(...c.marks)
    wants = c.wants
    operations++
    const sign = words[bar]
    if (sign === undefined) break
    marks.push({ column: sign.column, length: 2, is: 'operator' })
    start = bar + 1
  }
  const first = words[0] as Word
  const code = text.slice(first.column - 1, endOfWords(words) - 1)
  const read: Line = {
    kind: 'operation',
    line,
    text: code,
    statements,
    comment: comment?.text ?? null,
  }
  marks.push(...markComment(comment, text))
  return {
    line: diagnostics.length === 0 ? read : null,
    diagnostics,
    marks,
    wants,
    operations,
    header: null,
  }
}

/** Reads `[ACTOR:] VERB ARGS` to the end of the cursor's words. */
function readStatement(c: Cursor, isFirst: boolean): Statement | undefined {
  const first = peek(c, { is: 'statement', header: isFirst })
  if (first === undefined) return fail(c, 'a statement')
  let actor: string | null = null
  if (first.text.endsWith(':')) {
    actor = first.text.slice(0, -1)
    if (!isName(actor)) return fail(c, "an actor's name before the colon")
    if (actor.length > LIMITS.nameLength) return fail(c, NAME_LENGTH)
    c.places = { actor: { line: c.line, column: first.column, length: actor.length } }
    accept(c, first, 'actor')
  }
  const word = peek(c, { is: 'verb' })
  if (word === undefined) return fail(c, 'a verb')
  const verb = asVerb(word.text)
  if (verb === undefined) return failVerb(c, word.text, actor === null && isFirst)
  accept(c, word, 'verb')
  const op = VERBS[verb].read(c)
  if (op === undefined) return undefined
  const last = c.words[c.next - 1] as Word
  const extra = c.words[c.next]
  if (extra !== undefined) {
    return fail(c, 'the end of the statement', nearestWord(extra.text, ['||']))
  }
  return { actor, op, span: spanFrom(c, first, last), places: c.places }
}

function failVerb(c: Cursor, word: string, isHeaderAllowed: boolean): undefined {
  if (Object.hasOwn(HEADERS, word)) {
    return fail(c, `${quote(word)} on a line of its own, without an actor`)
  }
  const colon = word.indexOf(':')
  if (colon > 0 && isName(word.slice(0, colon))) return fail(c, 'a blank after the colon')
  const known = isHeaderAllowed ? [...VERB_WORDS, ...Object.keys(HEADERS)] : VERB_WORDS
  return fail(c, 'a verb', nearestWord(word, known))
}

function indexOfBar(words: readonly Word[], start: number): number {
  for (let i = start; i < words.length; i++) if (words[i]?.text === '||') return i
  return words.length
}

/** The column just past the last of the first `count` words. */
function endOfWords(words: readonly Word[], count = words.length): number {
  const last = words[count - 1]
  return last === undefined ? 1 : endOf(last)
}

function markComment(comment: Comment | null, text: string): Mark[] {
  if (comment === null) return []
  return [{ column: comment.column, length: text.length - comment.column + 1, is: 'comment' }]
}
