/** Raw DEFLATE by the browser, in the form that links want it: bounded, and never rejecting. */
import type { Deflate, Inflate } from '../lang/url.ts'

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes))
      controller.close()
    },
  })
}

/** Reads a stream to its end, or until it has given at least `limit` bytes. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  parts: Uint8Array[] = [],
): Promise<Uint8Array> {
  const reader = stream.getReader()
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
    if (length >= limit) {
      // The rest of a bomb is not even unpacked.
      void reader.cancel().catch(() => undefined)
      break
    }
  }
  return join(parts)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const deflate: Deflate = (bytes) =>
  collect(streamOf(bytes).pipeThrough(new CompressionStream('deflate-raw')), Infinity)

/** What can be unpacked of something damaged: never rejects, and never gives more than about `limit` bytes. */
export const inflateStart: Inflate = async (bytes, limit) => {
  const parts: Uint8Array[] = []
  const stream = streamOf(bytes).pipeThrough(new DecompressionStream('deflate-raw'))
  try {
    await collect(stream, limit, parts)
  } catch {
    // What came before the damage is in `parts`.
  }
  return join(parts)
}

export const inflate: Inflate = async (bytes, limit) => {
  try {
    return await collect(streamOf(bytes).pipeThrough(new DecompressionStream('deflate-raw')), limit)
  } catch {
    return null
  }
}
