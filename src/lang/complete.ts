/** What could be written where the cursor is. Asks the same readers that parse, so it cannot disagree with them. */

import { checkScenario } from './check.ts'
import type { NameKind, Want } from './cursor.ts'
import { HEADERS } from './header.ts'
import { parse } from './parse.ts'
import { readLine } from './parse-line.ts'
import { splitLines, tokenize } from './tokens.ts'
import { VERB_WORDS, VERBS } from './verbs.ts'

export interface Candidate {
  /** What is listed, and what a prefix is compared with. */
  readonly label: string
  readonly is: 'verb' | 'header' | 'actor' | 'name' | 'word'
  /** One line about it, or the empty string. */
  readonly says: string
  /** What replaces the text from `Completion.from` to the cursor. */
  readonly apply: string
}

export interface Completion {
  /** The column, 1-based, where the word that is being written starts. */
  readonly from: number
  /** Those that begin with what is written so far, in the order of the language or of their declaration. */
  readonly candidates: readonly Candidate[]
}

/**
 * The candidates at a place of a text.
 *
 * @param line 1-based; may be one past the last line
 * @param column 1-based column of the cursor: what stands before it counts, what stands behind does not
 */
export function complete(text: string, line: number, column: number): Completion {
  const lines = splitLines(text)
  const source = (lines[line - 1] ?? '').slice(0, column - 1)
  const { words, comment } = tokenize(source)
  const last = words.at(-1)
  const isInside = last !== undefined && last.column + last.text.length === column
  const written = isInside ? last.text : ''
  const start = isInside ? last.column : column
  if (comment !== null) return { from: start, candidates: [] }
  const { wants } = readLine(source.slice(0, start - 1), line)
  const names = namesIn(lines.slice(0, line - 1).join('\n'))
  // Of a list, only its last part is being written.
  const comma = wants.some((want) => want.is === 'word' && want.list)
    ? written.lastIndexOf(',')
    : -1
  const prefix = written.slice(comma + 1).toLowerCase()
  const taken = new Set(comma < 0 ? [] : written.slice(0, comma).split(','))
  const candidates = wants
    .flatMap((want) => candidatesFor(want, names))
    .filter(({ label }) => label.toLowerCase().startsWith(prefix) && !taken.has(label))
  return { from: start + comma + 1, candidates }
}

interface Names {
  readonly byKind: Readonly<Record<NameKind, readonly string[]>>
  /** Header words that may still follow. */
  readonly headers: readonly Candidate[]
}

function candidatesFor(want: Want, names: Names): Candidate[] {
  switch (want.is) {
    case 'word':
      return want.words.map((word) => ({ label: word, is: 'word', says: '', apply: word }))
    case 'name': {
      const found = names.byKind[want.of]
      const suffix = want.form === 'page' ? '[' : ''
      return found.map((label) => ({ label, is: 'name', says: want.of, apply: label + suffix }))
    }
    case 'verb':
      return verbs()
    case 'statement': {
      const { thread, process } = names.byKind
      const actors = ['main', ...thread, ...process].map((name): Candidate => {
        const label = `${name}:`
        return { label, is: 'actor', says: 'who does it', apply: `${label} ` }
      })
      return [...verbs(), ...(want.header ? names.headers : []), ...actors]
    }
    case 'free':
      return []
  }
}

function verbs(): Candidate[] {
  return VERB_WORDS.map((label) => ({ label, is: 'verb', says: VERBS[label].says, apply: label }))
}

/** What the lines before the cursor declare and use up. */
function namesIn(text: string): Names {
  const { scenario } = parse(text)
  const { regions, files, actors } = checkScenario(scenario)
  const used = new Set<string>(scenario.lines.map(({ kind }) => kind))
  const headers = Object.entries(HEADERS)
    .filter(([word]) => word === 'note' || !(used.has('operation') || used.has(word)))
    .map(([label, { says }]): Candidate => ({ label, is: 'header', says, apply: label }))
  const children = actors.filter(({ kind, name }) => kind === 'process' && name !== 'main')
  return {
    byKind: {
      region: distinct(regions),
      file: distinct(files),
      thread: distinct(actors.filter(({ kind }) => kind === 'thread')),
      process: distinct(children),
    },
    headers,
  }
}

function distinct(named: readonly { readonly name: string }[]): string[] {
  return [...new Set(named.map(({ name }) => name))]
}
