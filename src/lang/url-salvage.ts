/**
 * What can still be read of a link that is refused: the first lines of its text, for the reader's eyes only. Nothing
 * salvaged is ever run.
 */
import { decodeBase64Url } from '../base/base64url.ts'
import { decodeUtf8 } from '../base/utf8.ts'
import type { Inflate } from './url.ts'

/** Lines that name a scenario stand at its top. */
const ENOUGH = 2048
const MOST_PAYLOAD = 65_536
const NAMING = /^[ \t]*(?:scenario|title|kernel)(?=[ \t])/

/**
 * The lines `scenario`, `title` and `kernel` of a link that cannot be opened; empty where none can be read.
 *
 * @param inflateStart unpacks as far as it goes, also what is damaged further on
 */
export async function salvage(hash: string, inflateStart: Inflate): Promise<string> {
  const found = /^#?[1-9]\d{0,8}(?:,|%2[Cc])([A-Za-z0-9_-]+)/.exec(hash.slice(0, MOST_PAYLOAD))
  const packed = packedOf(found?.[1] ?? '')
  const bytes = packed === null ? null : await inflateStart(packed, ENOUGH)
  if (bytes === null) return ''
  const lines = startOf(bytes).split('\n', 40)
  return lines
    .filter((line) => NAMING.test(line))
    .slice(0, 3)
    .map((line) => line.trim().slice(0, 200))
    .join('\n')
}

/** A cut may leave digits that stand for no whole byte. */
function packedOf(payload: string): Uint8Array | null {
  const whole = payload.slice(0, payload.length - (payload.length % 4))
  return decodeBase64Url(payload) ?? decodeBase64Url(whole)
}

/** The bytes as text, less the character that the end may have cut in two. */
function startOf(bytes: Uint8Array): string {
  for (let cut = 0; cut < 4; cut++) {
    const text = decodeUtf8(bytes.subarray(0, Math.max(0, Math.min(bytes.length, ENOUGH) - cut)))
    if (text !== null) return text
  }
  return ''
}
