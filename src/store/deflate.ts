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
async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
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
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const deflate: Deflate = (bytes) =>
  collect(streamOf(bytes).pipeThrough(new CompressionStream('deflate-raw')), Infinity)

export const inflate: Inflate = async (bytes, limit) => {
  try {
    return await collect(streamOf(bytes).pipeThrough(new DecompressionStream('deflate-raw')), limit)
  } catch {
    return null
  }
}
