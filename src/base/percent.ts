/** Percent-encoding for the values in a link. Unlike the global functions it never throws. */

import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** `text` with all but letters, digits and a few signs as `%XX` of its UTF-8 bytes. */
export function encodePercent(text: string): string {
  let encoded = ''
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte)
    const isPlain = byte < 0x80 && /[A-Za-z0-9\-._~,:@]/.test(character)
    encoded += isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** The text that `encoded` stands for, or null if a `%` is not followed by two hex digits or the bytes are not UTF-8. */
export function decodePercent(encoded: string): string | null {
  const parts = encodeUtf8(encoded)
  const bytes = new Uint8Array(parts.length)
  let length = 0
  for (let i = 0; i < parts.length; i++) {
    const byte = parts[i] ?? 0
    if (byte !== PERCENT) {
      bytes[length++] = byte
      continue
    }
    const digits = String.fromCharCode(parts[i + 1] ?? 0, parts[i + 2] ?? 0)
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return null
    bytes[length++] = Number.parseInt(digits, 16)
    i += 2
  }
  return decodeUtf8(bytes.subarray(0, length))
}

const PERCENT = 0x25
