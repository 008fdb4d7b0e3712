import { readFileSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../base/base64url.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { anyScenario } from './arbitrary.ts'
import { LIMITS } from './limits.ts'
import { print } from './print.ts'
import type { Deflate, Inflate } from './url.ts'
import { decodeLink, encodeLink } from './url.ts'

const deflate: Deflate = async (bytes) => new Uint8Array(deflateRawSync(bytes, { level: 9 }))

const inflate: Inflate = async (bytes, limit) => {
  try {
    return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit }))
  } catch (error) {
    const isTooLong = error instanceof RangeError
    return isTooLong ? new Uint8Array(limit) : null
  }
}

const pack = (bytes: Uint8Array) => encodeBase64Url(new Uint8Array(deflateRawSync(bytes)))

const STORY = `scenario 1
title Wr-protect a page whose page table does not exist yet
kernel v6.1
file F 1024                      # memfd of 1024 pages
pwrite F[0..1023] = 7            # data is in the page cache; no page table maps it
map A file F shared              # 4 MiB = two PMD ranges, nothing populated
uffd wp-hugetlbfs-shmem          # userfaultfd(2) + UFFDIO_API with that feature
register A wp
wp A[3]                          # monitor: pre-populates the pmd, installs a pte marker
write A[3] = 8                   # main: page faulted in read-only, message, blocked
poll                             # monitor: reads the message
unwp A[3]                        # monitor: resolves and wakes; main's write completes
read A[3]
`

describe('encodeLink', () => {
  it('needs at most 600 characters for a story with its remarks', async () => {
    const link = await encodeLink({ text: STORY, view: { t: '120', v: 'map', s: 'A[3]' } }, deflate)
    expect(link.kind === 'ok' && link.hash.length).toBeLessThanOrEqual(600)
  })

  it('writes the view behind the scenario', async () => {
    const link = await encodeLink({ text: 'poll\n', view: { t: '3', s: 'A[3]&' } }, deflate)
    expect(link).toEqual({ kind: 'ok', hash: '#1,K8jPyeECAA&t=3&s=A%5B3%5D%26' })
  })

  it('refuses a text beyond the limit', async () => {
    const link = await encodeLink({ text: '#'.repeat(LIMITS.textBytes + 1), view: {} }, deflate)
    expect(link).toMatchObject({ kind: 'refused', why: 'too-long' })
  })

  it('carries a text of the full length that cannot be compressed', async () => {
    const noise = Array.from({ length: LIMITS.textBytes }, (_, i) =>
      String.fromCharCode(33 + ((i * 7919 + ((i * i) >> 3)) % 94)),
    ).join('')
    const store: Deflate = async (bytes) => new Uint8Array(deflateRawSync(bytes, { level: 0 }))
    const link = await encodeLink({ text: noise, view: {} }, store)
    expect(link.kind === 'ok' && (await decodeLink(link.hash, inflate))).toEqual({
      kind: 'ok',
      link: { text: noise, view: {} },
    })
  })
})

describe('decodeLink', () => {
  it('gives back what was encoded', async () => {
    const anyView = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.string({ unit: 'grapheme' }),
      {
        noNullPrototype: true,
      },
    )
    await fc.assert(
      fc.asyncProperty(anyScenario, anyView, async (scenario, view) => {
        const text = print(scenario).replace(/\p{Surrogate}/gu, '?')
        const link = await encodeLink({ text, view }, deflate)
        const read = link.kind === 'ok' ? await decodeLink(link.hash, inflate) : link
        expect(read).toEqual({ kind: 'ok', link: { text, view } })
      }),
    )
  })

  it.each([
    ['the fragment without its hash sign', '1,K8jPyeECAA', {}],
    ['an escaped comma', '#1%2CK8jPyeECAA', {}],
    ['the first of two equal keys', '#1,K8jPyeECAA&t=1&t=2', { t: '1' }],
    ['no parameter that makes no sense', '#1,K8jPyeECAA&&T=1&=2&t&v=%&__proto__=1&s=3', { s: '3' }],
  ])('takes %s', async (_name, hash, view) => {
    expect(await decodeLink(hash, inflate)).toEqual({ kind: 'ok', link: { text: 'poll\n', view } })
  })

  it.each([
    ['nothing', '', 'empty', 'There is no scenario in this link.'],
    ['a hash sign', '#', 'empty', 'There is no scenario in this link.'],
    ['a link without its scenario', '#1,&t=3', 'empty', 'There is no scenario in this link.'],
    ['an anchor', '#help', 'foreign', 'This is not a link to a scenario.'],
    ['a version of zero', '#0,K8jPyeECAA', 'foreign', 'This is not a link to a scenario.'],
    [
      'a newer form',
      '#2,whatever',
      'newer',
      'This link was made by a newer ptescope (form 2); newest understood is 1.',
    ],
    [
      'a character that is not base64url',
      '#1,K8jPyeECA*',
      'damaged',
      'This link is damaged or cut off: it has characters that a link does not have.',
    ],
    [
      'what is not DEFLATE',
      '#1,____',
      'damaged',
      'This link is damaged or cut off: it cannot be unpacked.',
    ],
    [
      'a link that is cut off',
      '#1,K8jPyeE',
      'damaged',
      'This link is damaged or cut off: it cannot be unpacked.',
    ],
    [
      'what is not UTF-8',
      `#1,${pack(Uint8Array.of(0xff, 0xfe))}`,
      'damaged',
      'This link is damaged or cut off: what it holds is not text.',
    ],
    [
      'a text beyond the limit',
      `#1,${pack(encodeUtf8('#'.repeat(LIMITS.textBytes + 1)))}`,
      'too-long',
      'The scenario is too long for a link: at most 64 KiB are understood.',
    ],
    [
      'a small link that unpacks to 100 MB',
      `#1,${pack(new Uint8Array(100_000_000))}`,
      'too-long',
      'The scenario is too long for a link: at most 64 KiB are understood.',
    ],
    [
      'a fragment without end',
      `#1,${'A'.repeat(200_000)}`,
      'too-long',
      'The scenario is too long for a link: at most 64 KiB are understood.',
    ],
  ])('refuses %s', async (_name, hash, why, reason) => {
    expect(await decodeLink(hash, inflate)).toEqual({ kind: 'refused', why, reason })
  })

  it('never unpacks more than one byte over the limit', async () => {
    const limits: number[] = []
    await decodeLink('#1,K8jPyeECAA', async (_bytes, limit) => {
      limits.push(limit)
      return new Uint8Array(0)
    })
    expect(limits).toEqual([64 * 1024 + 1])
  })

  it('answers any fragment with a link or a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (rest) => {
        const { kind } = await decodeLink(`#1,${rest}`, inflate)
        expect(['ok', 'refused']).toContain(kind)
      }),
    )
  })
})

describe('every published link', () => {
  const published = readFileSync(new URL('./url.published.txt', import.meta.url), 'utf8')

  it.each(
    published
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')),
  )('%.30s… still opens', async (hash, text, view) => {
    expect(await decodeLink(hash ?? '', inflate)).toEqual({
      kind: 'ok',
      link: { text: JSON.parse(text ?? ''), view: JSON.parse(view ?? '') },
    })
  })
})
