import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64Url, encodeBase64Url } from './base64url.ts'

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
    ['\xfb\xff', '-_8'],
  ])('writes and reads %j as %j', (bytes, text) => {
    const raw = Uint8Array.from(bytes, (character) => character.charCodeAt(0))
    expect(encodeBase64Url(raw)).toBe(text)
    expect(decodeBase64Url(text)).toEqual(raw)
  })

  it.each([
    ['a length that no bytes give', 'A'],
    ['padding', 'Zg=='],
    ['the alphabet of plain base64', '+/8'],
    ['a blank', 'Zm 8'],
    ['unused bits that are set', 'Zh'],
    ['a letter that is not ASCII', 'Zmé9'],
  ])('refuses %s', (_name, text) => {
    expect(decodeBase64Url(text)).toBeNull()
  })

  it('gives back every run of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes)
      }),
    )
  })

  it('reads no text but the one it writes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), (text) => {
        const bytes = decodeBase64Url(text)
        if (bytes !== null) expect(encodeBase64Url(bytes)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })
})
