import { describe, expect, it } from 'vitest'
import { runAll } from '../../sim/run-all.ts'
import { prepare } from '../../sim/run-text.ts'

/** Did the second store move the page to another frame? */
function isCopied(kernel: string, between: readonly string[] = []): boolean {
  const made = prepare(
    [
      `kernel ${kernel}`,
      'map A anon 32',
      'uffd',
      'register A[0] wp',
      'write A[0] = 1',
      ...between,
      'wp A[0]',
      'unwp A[0]',
      'write A[0] = 2',
    ].join('\n'),
  )
  if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
  const before = new Map<string, number>()
  made.operations.forEach((line, i) => {
    if (i < made.operations.length - 1) made.sim.run(line)
  })
  for (const [place, pfn] of made.sim.frames()) before.set(place, pfn)
  const last = made.operations.at(-1)
  if (last !== undefined) made.sim.run(last)
  return made.sim.frames().get('main A 0') !== before.get('main A 0')
}

describe('the reference of the LRU cache', () => {
  it('makes v5.10 to v5.17 copy a fresh page, and no other', () => {
    expect(isCopied('v5.7 +lru-cache-ref')).toBe(false)
    expect(isCopied('v5.10 +lru-cache-ref')).toBe(true)
    expect(isCopied('v5.14 +lru-cache-ref')).toBe(true)
    expect(isCopied('v5.18 +lru-cache-ref')).toBe(false)
    expect(isCopied('v6.1 +lru-cache-ref')).toBe(false)
  })

  it('is off by default', () => {
    expect(isCopied('v5.10')).toBe(false)
  })

  it('goes when fifteen pages have come together', () => {
    const more = Array.from({ length: 14 }, (_, i) => `write A[${i + 1}] = 1`)
    expect(isCopied('v5.10 +lru-cache-ref', more)).toBe(false)
    expect(isCopied('v5.10 +lru-cache-ref', more.slice(1))).toBe(true)
  })

  it('changes no record of a page that is not written again', () => {
    const lines = ['map A anon 2', 'write A[0] = 1', 'fork C', 'C: write A[0] = 2']
    const record = (kernel: string): unknown => {
      const made = prepare([`kernel ${kernel}`, ...lines].join('\n'))
      if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
      return runAll(made)
    }
    expect(record('v6.1 +lru-cache-ref')).toEqual(record('v6.1'))
  })
})
