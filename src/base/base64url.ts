/** Base64 with the alphabet that is safe in a URL, without padding (RFC 4648, section 5). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const VALUES: ReadonlyMap<string, number> = new Map(
  [...ALPHABET].map((character, i) => [character, i]),
)

/** The text of `bytes`: four characters for three bytes, no `=` at the end. */
export function encodeBase64Url(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const left = Math.min(3, bytes.length - i)
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let k = 0; k <= left; k++) parts.push(ALPHABET.charAt((group >> (18 - 6 * k)) & 0x3f))
  }
  return parts.join('')
}

/**
 * The bytes of `text`, or null if it is not base64url. Only what `encodeBase64Url` writes is accepted: padding, line
 * breaks and unused bits that are set are refused, so that equal bytes have one text.
 */
export function decodeBase64Url(text: string): Uint8Array | null {
  const rest = text.length % 4
  if (rest === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let at = 0
  let group = 0
  let bits = 0
  for (let i = 0; i < text.length; i++) {
    const value = VALUES.get(text.charAt(i))
    if (value === undefined) return null
    group = ((group << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (group >> bits) & 0xff
    }
  }
  const unused = group & ((1 << bits) - 1)
  return unused === 0 ? bytes : null
}
