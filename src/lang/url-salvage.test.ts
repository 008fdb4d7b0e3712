import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Inflate } from './url.ts'
import { salvage } from './url-salvage.ts'

const inflateStart: Inflate = async (bytes, limit) => {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    return new Uint8Array(inflateRawSync(bytes, { finishFlush })).subarray(0, limit)
  } catch {
    return null
  }
}

const TEXT = 'scenario 2\ntitle Two writers, one page\nkernel v9.4 +later\nmap A anon 4\nwp A[0]\n'
const packed = deflateRawSync(TEXT.repeat(9)).toString('base64url')

test('the naming lines of a link of a newer form are read', async () => {
  expect(await salvage(`#3,${packed}&t=4`, inflateStart)).toBe(
    'scenario 2\ntitle Two writers, one page\nkernel v9.4 +later',
  )
})

test('so are those of a link that is cut off', async () => {
  for (const cut of [1, 2, 3, 4, 5]) {
    const words = await salvage(`#1,${packed.slice(0, -cut)}`, inflateStart)
    expect(words).toContain('title Two writers, one page')
  }
})

test('nothing is read of what is not a link', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (rest) => {
      expect(typeof (await salvage(`#1,${rest}`, inflateStart))).toBe('string')
    }),
  )
  expect(await salvage('#help', inflateStart)).toBe('')
})
