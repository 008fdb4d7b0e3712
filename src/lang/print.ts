/**
 * The canonical text of a scenario: one blank between words, options in the order of the language's description, defaults
 * left out, values in decimal, addresses in hex. Comments, notes and blank lines stay, each on its line.
 */

import { hex } from '../base/bits.ts'
import type { Line, MapSource, Op, PageArg, RangeArg, Scenario, Statement } from './ast.ts'

/** The whole text; every line ends with a line feed. Parsing it gives an equal scenario, spans and `text` apart. */
export function print(scenario: Scenario): string {
  return scenario.lines.map((line) => `${printLine(line)}\n`).join('')
}

/** One line without its end. */
export function printLine(line: Line): string {
  switch (line.kind) {
    case 'operation':
      return withComment(line.statements.map(printStatement).join(' || '), line.comment)
    case 'scenario':
      return withComment(`scenario ${line.version}`, line.comment)
    case 'title':
      return `title ${line.title}`
    case 'kernel': {
      const patches = line.patches.map(({ id, present }) => `${present ? '+' : '-'}${id}`)
      return withComment(['kernel', line.version, ...patches].join(' '), line.comment)
    }
    case 'cpus':
      return withComment(`cpus ${line.cpus}`, line.comment)
    case 'note':
      return `note ${line.text}`
    case 'ask': {
      const process = line.process === null ? '' : `${line.process}: `
      const { name, index } = line.page
      return `ask ${process}${name}[${index}] ${line.asked.join(',')} ${line.text}`
    }
    case 'blank':
      return line.comment === null ? '' : `#${line.comment}`
  }
}

/** `[ACTOR:] VERB ARGS`, as the buttons of the page append it. */
export function printStatement({ actor, op }: Pick<Statement, 'actor' | 'op'>): string {
  const words = [op.verb, ...printArgs(op)].join(' ')
  return actor === null ? words : `${actor}: ${words}`
}

function withComment(code: string, comment: string | null): string {
  return comment === null ? code : `${code}  #${comment}`
}

function printArgs(op: Op): string[] {
  switch (op.verb) {
    case 'file':
      return [op.name, `${op.pages}`, ...flag(op.thp, 'thp')]
    case 'truncate':
      return [op.name, `${op.pages}`]
    case 'map':
      return printMap(op)
    case 'pwrite':
      return [printRange(op.range), '=', `${op.value}`]
    case 'write':
      return [printPage(op.page), '=', `${op.value}`]
    case 'copy':
      return [
        printPage(op.page),
        '=',
        `${op.value}`,
        ...flag(op.wp, 'wp'),
        ...flag(op.dontwake, 'dontwake'),
      ]
    case 'pread':
    case 'read':
    case 'hold':
    case 'release':
      return [printPage(op.page)]
    case 'zero':
      return [printPage(op.page), ...flag(op.dontwake, 'dontwake')]
    case 'continue':
      return [printPage(op.page), ...flag(op.wp, 'wp'), ...flag(op.dontwake, 'dontwake')]
    case 'punch':
    case 'unmap':
    case 'unregister':
    case 'wp':
    case 'wake':
      return [printRange(op.range)]
    case 'unwp':
      return [printRange(op.range), ...flag(op.dontwake, 'dontwake')]
    case 'protect':
      return [printRange(op.range), op.access]
    case 'remap':
      return [printRange(op.range), 'at', hex(op.at)]
    case 'advise':
      return [printRange(op.range), op.advice]
    case 'register':
      return [printRange(op.range), op.modes.join(',')]
    case 'scan':
      return [
        printRange(op.range),
        ...flag(op.written, 'written'),
        ...flag(op.wpMatching, 'wp-matching'),
        ...flag(op.checkWpAsync, 'check-wpasync'),
      ]
    case 'thread':
    case 'fork':
    case 'exit':
      return [op.name]
    case 'uffd':
      return [...op.features]
    case 'serve':
      return [op.on ? 'unwp' : 'off']
    case 'poll':
    case 'close':
      return []
  }
}

function printMap(op: Extract<Op, { verb: 'map' }>): string[] {
  const isDefault = op.shared === (op.source.kind === 'file')
  return [
    op.name,
    ...printSource(op.source),
    ...flag(!isDefault, op.shared ? 'shared' : 'private'),
    ...flag(op.readOnly, 'ro'),
    ...printPart(op.source),
    ...(op.at === null ? [] : ['at', hex(op.at)]),
  ]
}

function printSource(source: MapSource): string[] {
  return source.kind === 'anon' ? ['anon', `${source.pages}`] : ['file', source.file]
}

function printPart(source: MapSource): string[] {
  if (source.kind === 'anon') return []
  return [
    ...(source.from === 0 ? [] : ['from', `${source.from}`]),
    ...(source.pages === null ? [] : ['pages', `${source.pages}`]),
  ]
}

function printRange({ name, first, last }: Omit<RangeArg, 'span'>): string {
  if (first === null) return name
  return first === last ? `${name}[${first}]` : `${name}[${first}..${last}]`
}

function printPage({ name, index }: PageArg): string {
  return `${name}[${index}]`
}

function flag(isSet: boolean, word: string): string[] {
  return isSet ? [word] : []
}
