import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_SVG, pictureMetadata, readPicture } from './svg-scenario.ts'

const inSvg = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><metadata>${inner}</metadata></svg>`

describe('a picture', () => {
  it('gives back the text and the link that it was made from', () => {
    // XML holds no other control characters.
    const anyText = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replaceAll(/(?!\n)\p{Cc}/gu, ''))
    fc.assert(
      fc.property(anyText, anyText, (text, link) => {
        expect(readPicture(inSvg(pictureMetadata({ text, link })))).toEqual({ text, link })
      }),
    )
  })

  it('is read after an editor has written it anew', () => {
    const svg = inSvg(
      `<ns0:scenario\n link='#1,abc&amp;t=3'\n xmlns:ns0='urn:ptescope:scenario:1'\n><![CDATA[map A anon 4 # <b>\r\n]]></ns0:scenario>`,
    )
    expect(readPicture(svg)).toEqual({ text: 'map A anon 4 # <b>\n', link: '#1,abc&t=3' })
  })

  it.each([
    '',
    '<svg>',
    'urn:ptescope:scenario:1',
    '<scenario urn:ptescope:scenario:1',
    '<scenario x="urn:ptescope:scenario:1">never closed',
    '<script x="urn:ptescope:scenario:1">a</script>',
  ])('that is none (%j) has no scenario', (svg) => {
    expect(readPicture(svg)).toBeNull()
  })

  it('is not read beyond the limits', () => {
    const metadata = pictureMetadata({ text: '#'.repeat(700_000), link: '' })
    expect(readPicture(inSvg(metadata))).toBeNull()
    expect(readPicture(' '.repeat(MOST_SVG + 1))).toBeNull()
  })
})
