/**
 * The grammar of the operations, one entry a verb: what it looks like, what it does, which call it is, and how its
 * arguments are read. Parsing, completion, highlighting and help all use this table.
 */

import {
  address,
  anyOf,
  count,
  list,
  name,
  oneOf,
  page,
  pages,
  range,
  sequence,
  value,
  word,
} from './args.ts'
import type { MapSource, Op, Verb } from './ast.ts'
import { ACCESS, ADVICE, FEATURES, MODES } from './ast.ts'
import type { Read } from './cursor.ts'
import { accept, fail, peek } from './cursor.ts'
import { either } from './diagnostics.ts'
import { LIMITS } from './limits.ts'
import { choice, flag, labelled, options } from './options.ts'

export interface VerbEntry {
  /** The forms of the whole statement, as in the language's description. */
  readonly usage: readonly string[]
  /** One line: what it does, in the imperative. */
  readonly says: string
  /** The real call, as one would look it up. */
  readonly call: string
  /** Reads what follows the verb. */
  readonly read: Read<Op>
}

const sharing = choice(['private', 'shared'])
const wpFlag = flag('wp')
const dontwakeFlag = flag('dontwake')

/** `map A anon PAGES …` and `map A file F …`, after the name. */
const mapping: Read<{
  source: MapSource
  shared: boolean
  readOnly: boolean
  at: bigint | null
}> = (c) => {
  const kind = oneOf(['anon', 'file'], '"anon" or "file"')(c)
  if (kind === undefined) return undefined
  return kind === 'anon' ? anonMapping(c) : fileMapping(c)
}

const anonMapping = sequence(
  [pages, options({ sharing, ro: flag('ro'), at: labelled('at', address) })],
  (count, { sharing: shared, ro, at }) => ({
    source: { kind: 'anon' as const, pages: count },
    shared: shared === 'shared',
    readOnly: ro,
    at,
  }),
)

const fileMapping = sequence(
  [
    name('file', 'known', 'file'),
    options({
      sharing,
      ro: flag('ro'),
      from: labelled('from', count('a page of the file', 0, LIMITS.pages)),
      pages: labelled('pages', pages),
      at: labelled('at', address),
    }),
  ],
  (file, { sharing: shared, ro, from, pages: length, at }) => ({
    source: { kind: 'file' as const, file, from: from ?? 0, pages: length },
    shared: shared !== 'private',
    readOnly: ro,
    at,
  }),
)

/** `serve`, `serve unwp` and `serve off`. */
const serving: Read<Op> = (c) => {
  const words = ['unwp', 'off'] as const
  const next = peek(c, { is: 'word', words, list: false })
  if (next === undefined) return { verb: 'serve', on: true }
  if (next.text !== 'unwp' && next.text !== 'off') return fail(c, either(words))
  accept(c, next, 'keyword')
  return { verb: 'serve', on: next.text === 'unwp' }
}

/** Every verb, in the order of the language's description. */
export const VERBS: Readonly<Record<Verb, VerbEntry>> = {
  file: {
    usage: ['file F PAGES [thp]'],
    says: 'Make a file in memory; with thp, huge pages where advised',
    call: 'memfd_create + ftruncate',
    read: sequence(
      [name('file', 'new'), pages, options({ thp: flag('thp') })],
      (file, size, { thp }) => ({ verb: 'file', name: file, pages: size, thp }),
    ),
  },
  pwrite: {
    usage: ['pwrite F[i..j] = V'],
    says: 'Write V to the start of each page through the file, past any page table',
    call: 'pwrite',
    read: sequence([range('file'), value], (at, v) => ({ verb: 'pwrite', range: at, value: v })),
  },
  pread: {
    usage: ['pread F[i]'],
    says: 'Read the start of a page through the file, past any page table',
    call: 'pread',
    read: sequence([page('file')], (at) => ({ verb: 'pread', page: at })),
  },
  punch: {
    usage: ['punch F[i..j]'],
    says: 'Free pages of the file and leave a hole',
    call: 'fallocate(FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE)',
    read: sequence([range('file')], (at) => ({ verb: 'punch', range: at })),
  },
  truncate: {
    usage: ['truncate F PAGES'],
    says: 'Set the size of the file',
    call: 'ftruncate',
    read: sequence([name('file', 'known'), pages], (file, size) => ({
      verb: 'truncate',
      name: file,
      pages: size,
    })),
  },
  map: {
    usage: [
      'map A anon PAGES [private|shared] [ro] [at ADDR]',
      'map A file F [private|shared] [ro] [from PAGE] [pages N] [at ADDR]',
    ],
    says: 'Map anonymous memory (private unless shared) or a file (shared unless private)',
    call: 'mmap',
    read: sequence([name('region', 'new'), mapping], (region, rest) => ({
      verb: 'map',
      name: region,
      ...rest,
    })),
  },
  unmap: {
    usage: ['unmap RANGE'],
    says: 'Take the mapping away',
    call: 'munmap',
    read: sequence([range('region')], (at) => ({ verb: 'unmap', range: at })),
  },
  protect: {
    usage: ['protect RANGE none|r|rw'],
    says: 'Set what the mapping allows',
    call: 'mprotect',
    read: sequence([range('region'), oneOf(ACCESS, either(ACCESS))], (at, access) => ({
      verb: 'protect',
      range: at,
      access,
    })),
  },
  remap: {
    usage: ['remap RANGE at ADDR'],
    says: 'Move the whole region to another address',
    call: 'mremap(MREMAP_MAYMOVE|MREMAP_FIXED)',
    read: sequence([range('region'), word('at'), address], (from, _at, to) => ({
      verb: 'remap',
      range: from,
      at: to,
    })),
  },
  advise: {
    usage: ['advise RANGE WORD'],
    says: 'Give the kernel advice about the range',
    call: 'madvise',
    read: sequence(
      [range('region'), oneOf(ADVICE, `an advice: ${either(ADVICE)}`)],
      (at, advice) => ({
        verb: 'advise',
        range: at,
        advice,
      }),
    ),
  },
  read: {
    usage: ['read A[i]'],
    says: 'Load 8 bytes from the start of the page',
    call: 'one load',
    read: sequence([page('region')], (at) => ({ verb: 'read', page: at })),
  },
  write: {
    usage: ['write A[i] = V'],
    says: 'Store V to the start of the page',
    call: 'one store',
    read: sequence([page('region'), value], (at, v) => ({ verb: 'write', page: at, value: v })),
  },
  hold: {
    usage: ['hold A[i]'],
    says: 'Take one more reference to the page',
    call: 'vmsplice into a pipe',
    read: sequence([page('region')], (at) => ({ verb: 'hold', page: at })),
  },
  release: {
    usage: ['release A[i]'],
    says: 'Drop the reference that hold took',
    call: 'read of that pipe',
    read: sequence([page('region')], (at) => ({ verb: 'release', page: at })),
  },
  thread: {
    usage: ['thread T'],
    says: "Start one more thread in the actor's process",
    call: 'pthread_create',
    read: sequence([name('thread', 'new')], (thread) => ({ verb: 'thread', name: thread })),
  },
  fork: {
    usage: ['fork C'],
    says: 'Make a child process whose first thread is the actor C',
    call: 'fork',
    read: sequence([name('process', 'new')], (child) => ({ verb: 'fork', name: child })),
  },
  exit: {
    usage: ['exit C'],
    says: 'End the child process',
    call: '_exit + waitpid',
    read: sequence([name('process', 'known')], (child) => ({ verb: 'exit', name: child })),
  },
  uffd: {
    usage: ['uffd [FEATURE …]'],
    says: 'Open a userfaultfd with these features',
    call: 'userfaultfd(O_CLOEXEC) + UFFDIO_API',
    read: sequence([anyOf(FEATURES, 'a feature')], (features) => ({ verb: 'uffd', features })),
  },
  register: {
    usage: ['register RANGE MODE[,MODE]'],
    says: 'Have the userfaultfd told about faults in the range',
    call: 'UFFDIO_REGISTER',
    read: sequence([range('region'), list(MODES, 'a mode')], (at, modes) => ({
      verb: 'register',
      range: at,
      modes,
    })),
  },
  unregister: {
    usage: ['unregister RANGE'],
    says: 'Undo register',
    call: 'UFFDIO_UNREGISTER',
    read: sequence([range('region')], (at) => ({ verb: 'unregister', range: at })),
  },
  wp: {
    usage: ['wp RANGE'],
    says: 'Write-protect the range',
    call: 'UFFDIO_WRITEPROTECT with MODE_WP',
    read: sequence([range('region')], (at) => ({ verb: 'wp', range: at })),
  },
  unwp: {
    usage: ['unwp RANGE [dontwake]'],
    says: 'Take the write protection away and wake who waits for it',
    call: 'UFFDIO_WRITEPROTECT without MODE_WP',
    read: sequence([range('region'), options({ dontwake: dontwakeFlag })], (at, flags) => ({
      verb: 'unwp',
      range: at,
      ...flags,
    })),
  },
  wake: {
    usage: ['wake RANGE'],
    says: 'Wake who waits in the range',
    call: 'UFFDIO_WAKE',
    read: sequence([range('region')], (at) => ({ verb: 'wake', range: at })),
  },
  copy: {
    usage: ['copy A[i] = V [wp] [dontwake]'],
    says: 'Fill a missing page with V',
    call: 'UFFDIO_COPY',
    read: sequence(
      [page('region'), value, options({ wp: wpFlag, dontwake: dontwakeFlag })],
      (at, v, flags) => ({ verb: 'copy', page: at, value: v, ...flags }),
    ),
  },
  zero: {
    usage: ['zero A[i] [dontwake]'],
    says: 'Fill a missing page with the zero page',
    call: 'UFFDIO_ZEROPAGE',
    read: sequence([page('region'), options({ dontwake: dontwakeFlag })], (at, flags) => ({
      verb: 'zero',
      page: at,
      ...flags,
    })),
  },
  continue: {
    usage: ['continue A[i] [wp] [dontwake]'],
    says: 'Map the page that the page cache already has',
    call: 'UFFDIO_CONTINUE',
    read: sequence(
      [page('region'), options({ wp: wpFlag, dontwake: dontwakeFlag })],
      (at, flags) => ({ verb: 'continue', page: at, ...flags }),
    ),
  },
  poll: {
    usage: ['poll'],
    says: 'Read one message from the userfaultfd',
    call: 'read (non-blocking)',
    read: () => ({ verb: 'poll' }),
  },
  close: {
    usage: ['close'],
    says: 'Close the userfaultfd',
    call: 'close',
    read: () => ({ verb: 'close' }),
  },
  scan: {
    usage: ['scan RANGE [written] [wp-matching] [check-wpasync]'],
    says: 'List the pages that were written, and perhaps protect them again',
    call: 'PAGEMAP_SCAN',
    read: sequence(
      [
        range('region'),
        options({
          written: flag('written'),
          wpMatching: flag('wp-matching'),
          checkWpAsync: flag('check-wpasync'),
        }),
      ],
      (at, flags) => ({ verb: 'scan', range: at, ...flags }),
    ),
  },
  serve: {
    usage: ['serve [unwp]', 'serve off'],
    says: 'Have the monitor resolve every write-protect message by itself, or no longer',
    call: 'a loop of read and UFFDIO_WRITEPROTECT',
    read: serving,
  },
}

/** Every verb, in the order of the language's description. */
export const VERB_WORDS: readonly Verb[] = Object.keys(VERBS) as Verb[]

/** The verb that `word` is, if it is one. */
export function asVerb(word: string): Verb | undefined {
  return VERB_WORDS.find((verb) => verb === word)
}
