import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Parts } from './parts.ts'

/** The module anew: which parts are here is kept for as long as the page lives. */
async function furnished(all: object) {
  vi.resetModules()
  const rooms = await import('./rooms.ts')
  rooms.furnish(all as Parts)
  return rooms.withPart
}

describe('parts that are fetched when they are first used', () => {
  let done: string[] = []
  beforeEach(() => {
    done = []
  })

  test('acts keep their order while a part comes, and are done at once when it is here', async () => {
    const fetch = vi.fn(() => Promise.resolve({}))
    const withPart = await furnished({ open: fetch })
    withPart('open', () => done.push('first'))
    withPart('open', () => done.push('second'))
    expect(done).toEqual([])
    await vi.waitFor(() => expect(done).toEqual(['first', 'second']))
    withPart('open', () => done.push('third'))
    expect(done).toEqual(['first', 'second', 'third'])
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('what could not be fetched is asked for again', async () => {
    let isCut = true
    const withPart = await furnished({
      open: () => (isCut ? Promise.reject(new Error('cut')) : Promise.resolve({})),
    })
    withPart('open', () => done.push('lost'))
    await Promise.resolve()
    isCut = false
    withPart('open', () => done.push('found'))
    await vi.waitFor(() => expect(done).toEqual(['found']))
  })
})
