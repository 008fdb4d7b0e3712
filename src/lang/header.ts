/** The lines that are no operation, `note` and `ask` among them: what they look like and how they are read. */

import { count } from './args.ts'
import type { HeaderLine, PatchArg } from './ast.ts'
import type { Cursor, Read } from './cursor.ts'
import { accept, fail, peek, spanFrom } from './cursor.ts'
import { LIMITS, NEWEST_VERSION } from './limits.ts'
import type { Word } from './tokens.ts'

export type HeaderWord = HeaderLine['kind']

export interface HeaderEntry {
  readonly usage: string
  readonly says: string
}

/** The header statements, `note` and `ask`, in the order in which they usually stand. */
export const HEADERS: Readonly<Record<HeaderWord | 'note' | 'ask', HeaderEntry>> = {
  scenario: { usage: 'scenario 1', says: "The language's version" },
  title: { usage: 'title TEXT', says: 'What the scenario is about, in one line' },
  kernel: {
    usage: 'kernel VERSION [+PATCH …] [-PATCH …]',
    says: 'The kernel to run on, patches put on top of it or taken away',
  },
  cpus: { usage: 'cpus N', says: 'How many CPUs there are; actor k runs on CPU k mod N' },
  note: { usage: 'note TEXT', says: 'A remark on the next operation' },
  ask: {
    usage: 'ask [PROCESS:] A[i] BIT,… TEXT',
    says: 'A question about an entry after the next operation, for lessons',
  },
}

/** A header line without its place and comment. */
export type Header =
  | { readonly kind: 'scenario'; readonly version: 1 }
  | Pick<Extract<HeaderLine, { kind: 'kernel' }>, 'kind' | 'version' | 'patches' | 'span'>
  | { readonly kind: 'cpus'; readonly cpus: number }

const scenario: Read<Header> = (c) => {
  const next = peek(c, { is: 'word', words: [`${NEWEST_VERSION}`], list: false })
  if (next === undefined) return fail(c, `the version, ${NEWEST_VERSION}`)
  if (next.text !== `${NEWEST_VERSION}`) {
    return fail(c, `${NEWEST_VERSION}, the newest version understood here`)
  }
  accept(c, next, 'number')
  return { kind: 'scenario', version: 1 }
}

const cpuCount = count('a number of CPUs', 1, LIMITS.cpus)

const cpus: Read<Header> = (c) => {
  const cpuNumber = cpuCount(c)
  return cpuNumber === undefined ? undefined : { kind: 'cpus', cpus: cpuNumber }
}

const kernel: Read<Header> = (c) => {
  const version = peek(c, { is: 'free', what: 'a kernel version, as v6.1' })
  if (version === undefined || !/^v?\d+\.\d+(\.\d+)?(-rc\d+)?$/.test(version.text)) {
    return fail(c, 'a kernel version, as v6.1 or 6.1.192')
  }
  accept(c, version, 'keyword')
  const patches: PatchArg[] = []
  const seen = new Set<string>()
  let last: Word = version
  for (;;) {
    const next = peek(c, { is: 'free', what: '+PATCH or -PATCH' })
    if (next === undefined) break
    const sign = next.text.charAt(0)
    const id = next.text.slice(1)
    if ((sign !== '+' && sign !== '-') || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
      return fail(c, '+PATCH, -PATCH or the end of the line')
    }
    if (seen.has(id)) return fail(c, 'each patch once')
    accept(c, next, 'keyword')
    patches.push({ id, present: sign === '+' })
    seen.add(id)
    last = next
  }
  return { kind: 'kernel', version: version.text, patches, span: spanFrom(c, version, last) }
}

const READERS: Readonly<Record<Exclude<HeaderWord, 'title'>, Read<Header>>> = {
  scenario,
  kernel,
  cpus,
}

/** Reads what follows the first word of a header line other than `title`, to the end of the line. */
export function readHeader(c: Cursor, kind: Exclude<HeaderWord, 'title'>): Header | undefined {
  const header = READERS[kind](c)
  if (header === undefined) return undefined
  const extra = c.words[c.next]
  if (extra === undefined) return header
  return fail(c, 'the end of the line')
}
