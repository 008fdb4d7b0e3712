import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts'

const anyText = fc.string({ unit: 'binary' })

describe('encodeUtf8', () => {
  it.each([
    ['', []],
    ['A', [0x41]],
    ['é', [0xc3, 0xa9]],
    ['→', [0xe2, 0x86, 0x92]],
    ['😀', [0xf0, 0x9f, 0x98, 0x80]],
    ['\ud800', [0xef, 0xbf, 0xbd]],
    ['\udc00A', [0xef, 0xbf, 0xbd, 0x41]],
  ])('writes %j as the bytes %j', (text, bytes) => {
    expect([...encodeUtf8(text)]).toEqual(bytes)
  })

  it('agrees with the platform about every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encodeUtf8(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)))
      }),
    )
  })
})

describe('utf8Length', () => {
  it('is the length of the encoding', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Length(text)).toBe(encodeUtf8(text).length)
      }),
    )
  })
})

describe('decodeUtf8', () => {
  it.each([
    ['a lone continuation byte', [0x80]],
    ['a character that is cut off', [0xe2, 0x86]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a number above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that UTF-8 never has', [0xff]],
    ['a lead byte followed by a letter', [0xc3, 0x41]],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull()
  })

  it('keeps a byte order mark', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
  })

  it('reads back texts longer than one piece', () => {
    const text = 'é😀'.repeat(5000)
    expect(decodeUtf8(encodeUtf8(text))).toBe(text)
  })

  it('agrees with the platform about every run of bytes', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let expected: string | null = null
        try {
          expected = strict.decode(bytes)
        } catch {
          expected = null
        }
        expect(decodeUtf8(bytes)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })
})
