// Every link that was ever published still opens, and what it opens ends as it did: line by line of
// src/lang/url.published.txt, to which lines are only added. The digest may change in one way alone: when the model is
// mended to agree with the kernel, in the commit that does so.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeLink } from '../lang/url.ts'
import { digestOf } from './digest.ts'
import { prepare } from './run-text.ts'

const lines = readFileSync(join(import.meta.dirname, '../lang/url.published.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))

/** The digest of the final state; `refused` for a text that is not run. */
function digestOfText(text: string, kernel: string): string {
  const prepared = prepare(text, { kernel: kernel === '' ? null : kernel })
  if ('diagnostics' in prepared) return 'refused'
  for (const line of prepared.operations) prepared.sim.run(line)
  return digestOf(prepared.sim)
}

test.each(lines)('%.30s… ends as it did', async (hash, _text, _view, kernel, digest) => {
  const decoded = await decodeLink(
    hash ?? '',
    async (bytes, limit) => new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })),
  )
  const text = decoded.kind === 'ok' ? decoded.link.text : ''
  // A text that names its kernel is run on it, whatever the last column but one says.
  const isNamed = /^kernel /m.test(text)
  expect(digestOfText(text, isNamed ? '' : (kernel ?? ''))).toBe(digest)
})
