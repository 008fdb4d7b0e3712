/**
 * UTF-8, both ways. ECMAScript alone has no encoder (`TextEncoder` belongs to the platform), and the layers that know
 * no platform have to measure texts and read links.
 */

const REPLACEMENT = 0xfffd

/** The number of bytes of `text` in UTF-8; a lone surrogate counts as the three bytes of U+FFFD. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (isPairAt(text, i)) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}

/** The bytes of `text`. A lone surrogate, which has no UTF-8 form, becomes U+FFFD, as in every browser. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  let at = 0
  for (const character of text) {
    let point = character.codePointAt(0) ?? REPLACEMENT
    if (point >= 0xd800 && point <= 0xdfff) point = REPLACEMENT
    if (point < 0x80) {
      bytes[at++] = point
      continue
    }
    const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
    bytes[at++] = LEAD[more] | (point >> (6 * more))
    for (let shift = 6 * (more - 1); shift >= 0; shift -= 6) {
      bytes[at++] = 0x80 | ((point >> shift) & 0x3f)
    }
  }
  return bytes
}

/** The text of `bytes`, or null if they are not UTF-8 (overlong forms and surrogates are not). */
export function decodeUtf8(bytes: Uint8Array): string | null {
  const parts: string[] = []
  let points: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i++] ?? 0
    const more =
      lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1
    if (more < 0) return null
    let point = more === 0 ? lead : lead & (0x3f >> more)
    for (let k = 0; k < more; k++) {
      const next = bytes[i++] ?? 0
      if ((next & 0xc0) !== 0x80) return null
      point = (point << 6) | (next & 0x3f)
    }
    if (point < SMALLEST[more as 0 | 1 | 2 | 3] || point > 0x10ffff) return null
    if (point >= 0xd800 && point <= 0xdfff) return null
    points.push(point)
    // Arguments of a call live on the stack, so the text is put together in pieces.
    if (points.length === 4096) {
      parts.push(String.fromCodePoint(...points))
      points = []
    }
  }
  parts.push(String.fromCodePoint(...points))
  return parts.join('')
}

/** First byte of a character by the number of bytes that follow it. */
const LEAD = [0, 0xc0, 0xe0, 0xf0] as const
/** The first code point that needs that many following bytes: a smaller one is an overlong form. */
const SMALLEST = [0, 0x80, 0x800, 0x10000] as const

function isPairAt(text: string, i: number): boolean {
  const high = text.charCodeAt(i)
  const low = text.charCodeAt(i + 1)
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff
}
