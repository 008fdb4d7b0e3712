/**
 * The words of the presented step, as the page reads them. Where the page is isolated it is the worker's own shared
 * buffer; elsewhere a private copy, fed with the words and differences that travel with each answer. Readers cannot
 * tell which.
 *
 * While the worker moves to another step, header word 0 is odd. A seek is only asked for after the answer to the one
 * before has been drawn, so whatever is read while handling a new `time.epoch` is whole. What reads at other times
 * (a pointer moves, a frame of an animation) uses `readWhole`, or keeps what it built for this epoch.
 */
import { HEADER_EPOCH, HEADER_NEXT_WORD } from '../machine/phys.ts'
import type { Run, Seen } from '../protocol/messages.ts'

let current: Uint32Array = new Uint32Array(0)

/** The words of the presented step. Never keep the array: a larger one may take its place. */
export function words(): Uint32Array {
  return current
}

/** Takes the buffer of a new run; without shared memory the first answer to `seek` brings the words. */
export function attachRun(run: Run): void {
  if (run.buffer !== null) current = new Uint32Array(run.buffer)
}

/** Takes what a presented step brought. */
export function acceptSeen(seen: Seen): void {
  if (seen.buffer !== null) current = new Uint32Array(seen.buffer)
  if (seen.words !== null) current = seen.words
  if (seen.delta !== null) current = withDelta(current, seen.delta)
}

/**
 * Applies xor pairs (index, xor, index, xor …) and gives back the array, or a longer one: the worker sends only the
 * words that were in use, and a later step may use more, some of which are still 0.
 */
function withDelta(old: Uint32Array, delta: Uint32Array): Uint32Array {
  let inUse = old[HEADER_NEXT_WORD] as number
  let highest = -1
  for (let i = 0; i + 1 < delta.length; i += 2) {
    const index = delta[i] as number
    if (index === HEADER_NEXT_WORD) inUse ^= delta[i + 1] as number
    highest = Math.max(highest, index)
  }
  const needed = Math.max(highest + 1, inUse >>> 0)
  let target = old
  if (needed > old.length) {
    target = new Uint32Array(Math.max(needed, Math.ceil(old.length * 1.5)))
    target.set(old)
  }
  for (let i = 0; i + 1 < delta.length; i += 2) {
    const index = delta[i] as number
    target[index] = ((target[index] as number) ^ (delta[i + 1] as number)) >>> 0
  }
  return target
}

function epoch(): number {
  if (current.length === 0) return 0
  return Atomics.load(current, HEADER_EPOCH)
}

/** Runs `read` over the words; null when the worker moved them meanwhile: keep what you have and try next frame. */
export function readWhole<T>(read: (words: Uint32Array) => T): T | null {
  const before = epoch()
  if ((before & 1) === 1) return null
  const value = read(current)
  return epoch() === before ? value : null
}
