/**
 * The one history. Every change of a word is an xor, so undoing and redoing are the same act and the order inside a
 * span does not matter: `toggle` takes the machine from one end of a span to the other, whichever it is at.
 *
 * The words are a stream of entries, read from the front:
 *   single   index, xor
 *   run      RUN | index, count, xorLo, xorHi      `count` consecutive 64-bit entries, all changed by the same xor
 *   series   RUN | SERIES | index, count, xorLo, xorHi      the same, but each low half's xor is one frame more
 * Records (see `records.ts`) are kept as pairs by the machine, since they are few.
 */
const RUN = 0x80000000
const SERIES = 0x40000000
const INDEX = SERIES - 1
/** One frame on, in the low half of an entry. */
const NEXT_FRAME = 0x1000

/** A place in the history: lengths of both streams. */
export interface Mark {
  readonly words: number
  readonly records: number
}

export interface Journal {
  /** The stream; only the first `length` words count. */
  words: Uint32Array
  length: number
}

export function createJournal(): Journal {
  return { words: new Uint32Array(1024), length: 0 }
}

function grow(journal: Journal): void {
  const next = new Uint32Array(journal.words.length * 2)
  next.set(journal.words)
  journal.words = next
}

/** Notes that the word at `index` was changed by `xor` (not zero). */
export function noteWord(journal: Journal, index: number, xor: number): void {
  if (journal.length + 2 > journal.words.length) grow(journal)
  journal.words[journal.length] = index
  journal.words[journal.length + 1] = xor
  journal.length += 2
}

/** As `noteRun`, but the xor of each low half is NEXT_FRAME more than that of the one before. */
export function noteSeries(
  journal: Journal,
  index: number,
  count: number,
  xorLo: number,
  xorHi: number,
): void {
  noteRun(journal, SERIES | index, count, xorLo, xorHi)
}

/** Notes that `count` consecutive entries from `index` on were each changed by the same xor. */
export function noteRun(
  journal: Journal,
  index: number,
  count: number,
  xorLo: number,
  xorHi: number,
): void {
  if (journal.length + 4 > journal.words.length) grow(journal)
  const { words, length } = journal
  words[length] = (RUN | index) >>> 0
  words[length + 1] = count
  words[length + 2] = xorLo
  words[length + 3] = xorHi
  journal.length += 4
}

/**
 * Applies the entries of `journal[from, to)` to `words`: undoes them if they are done, redoes them if not. Millions of
 * them between two frames; `| 0` keeps every number a small integer (see `runs.ts`), which is a third of the time.
 */
export function toggleWords(
  words: Uint32Array,
  journal: Uint32Array,
  from: number,
  to: number,
): void {
  const end = to | 0
  let at = from | 0
  while (at < end) {
    // RUN is the sign.
    const head = (journal[at] as number) | 0
    if (head >= 0) {
      words[head] = (words[head] as number) ^ (journal[at + 1] as number)
      at = (at + 2) | 0
    } else {
      if ((head & SERIES) === 0) toggleRun(words, head & INDEX, journal, at)
      else toggleSeries(words, head & INDEX, journal, at)
      at = (at + 4) | 0
    }
  }
}

function toggleRun(words: Uint32Array, start: number, journal: Uint32Array, at: number): void {
  const end = start + 2 * ((journal[at + 1] as number) | 0)
  const lo = (journal[at + 2] as number) | 0
  const hi = (journal[at + 3] as number) | 0
  if (hi === 0) {
    for (let i = start; i < end; i += 2) words[i] = (words[i] as number) ^ lo
    return
  }
  for (let i = start; i < end; i += 2) {
    words[i] = (words[i] as number) ^ lo
    words[i + 1] = (words[i + 1] as number) ^ hi
  }
}

function toggleSeries(words: Uint32Array, start: number, journal: Uint32Array, at: number): void {
  const end = start + 2 * ((journal[at + 1] as number) | 0)
  const hi = (journal[at + 3] as number) | 0
  let lo = (journal[at + 2] as number) | 0
  for (let i = start; i < end; i += 2) {
    words[i] = (words[i] as number) ^ lo
    words[i + 1] = (words[i + 1] as number) ^ hi
    lo = (lo + NEXT_FRAME) | 0
  }
}

/** Calls `visit(index, xor)` for each word changed in `journal[from, to)`, runs opened; a word may come more than once. */
export function eachChange(
  journal: Uint32Array,
  from: number,
  to: number,
  visit: (index: number, xor: number) => void,
): void {
  let at = from
  while (at < to) {
    const head = journal[at] as number
    if (head < RUN) {
      visit(head, journal[at + 1] as number)
      at += 2
      continue
    }
    const start = head & INDEX
    const step = (head & SERIES) === 0 ? 0 : NEXT_FRAME
    const xorHi = journal[at + 3] as number
    for (let i = 0; i < (journal[at + 1] as number); i++) {
      const xorLo = ((journal[at + 2] as number) + i * step) >>> 0
      if (xorLo !== 0) visit(start + 2 * i, xorLo)
      if (xorHi !== 0) visit(start + 2 * i + 1, xorHi)
    }
    at += 4
  }
}

/** The total xor of one word over `journal[from, to)`: what it takes to see the value it had at the other end. */
export function changeOf(journal: Uint32Array, from: number, to: number, index: number): number {
  let xor = 0
  let at = from
  while (at < to) {
    const head = journal[at] as number
    if (head < RUN) {
      if (head === index) xor ^= journal[at + 1] as number
      at += 2
      continue
    }
    const offset = index - (head & INDEX)
    if (offset >= 0 && offset < 2 * (journal[at + 1] as number)) {
      const step = (head & SERIES) === 0 || (offset & 1) === 1 ? 0 : NEXT_FRAME
      xor ^= (journal[at + 2 + (offset & 1)] as number) + (offset >> 1) * step
    }
    at += 4
  }
  return xor >>> 0
}
