import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADVICE, FEATURES } from './ast.ts'
import { complete } from './complete.ts'
import { VERB_WORDS } from './verbs.ts'

/** The cursor is where the bar `¦` stands. */
function at(text: string) {
  const before = text.slice(0, text.indexOf('¦')).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return complete(text.replace('¦', ''), before.length, column)
}

const labels = (text: string) => at(text).candidates.map(({ label }) => label)

const WORLD = 'file F 4\nmap A anon 4\nmap Heap file F\nthread T\nfork C\n'

describe('complete', () => {
  it.each([
    ['un¦', ['unmap', 'unregister', 'unwp']],
    ['t¦', ['truncate', 'thread', 'title']],
    ['T: wr¦', ['write']],
    [`${WORLD}T: wr¦`, ['write']],
    [`${WORLD}t¦`, ['truncate', 'thread', 'T:']],
    [`${WORLD}poll || ma¦`, ['map', 'main:']],
    [`${WORLD}title¦`, []],
    [`${WORLD}not¦`, ['note']],
    ['scenario 1\nsc¦', ['scan']],
    ['scenario ¦', ['1']],
    [`${WORLD}wp ¦`, ['A', 'Heap']],
    [`${WORLD}wp h¦`, ['Heap']],
    [`${WORLD}wp ¦A[3]`, ['A', 'Heap']],
    [`${WORLD}read ¦`, ['A', 'Heap']],
    [`${WORLD}pread ¦`, ['F']],
    [`${WORLD}map B file ¦`, ['F']],
    [`${WORLD}exit ¦`, ['C']],
    ['map ¦', []],
    ['map A ¦', ['anon', 'file']],
    ['map A anon ¦', []],
    ['map A anon 4 ¦', ['private', 'shared', 'ro', 'at']],
    ['map A anon 4 shared ¦', ['ro', 'at']],
    ['map A anon 4 at ¦', []],
    [`${WORLD}write A[0] ¦`, ['=']],
    ['advise A ¦', [...ADVICE]],
    ['advise A po¦', ['populate-read', 'populate-write']],
    ['protect A ¦', ['none', 'r', 'rw']],
    ['uffd ¦', [...FEATURES]],
    ['uffd event-fork event-¦', ['event-remap', 'event-remove', 'event-unmap']],
    ['register A ¦', ['missing', 'wp', 'minor']],
    ['register A mi¦', ['missing', 'minor']],
    ['register A wp,missing,¦', ['minor']],
    ['register A wp,mi¦', ['missing', 'minor']],
    ['serve ¦', ['unwp', 'off']],
    ['scan A written ¦', ['wp-matching', 'check-wpasync']],
    ['wp A ¦', []],
    ['pol # wp ¦', []],
    ['title wp ¦', []],
    ['wrong A ¦', []],
    [`${WORLD}read A[¦`, []],
  ])('offers after %j the words %j', (text, words) => {
    expect(labels(text)).toEqual(words)
  })

  it('offers every verb at the start of a line, and once more after an actor', () => {
    expect(labels('¦')).toEqual(expect.arrayContaining([...VERB_WORDS]))
    expect(labels('main: ¦')).toEqual(VERB_WORDS)
  })

  it('replaces the word that is being written, of a list its last part', () => {
    expect(at('  un¦').from).toBe(3)
    expect(at('unwp ¦').from).toBe(6)
    expect(at('register A wp,mi¦').from).toBe(15)
  })

  it('opens the bracket where one page is wanted', () => {
    expect(at(`${WORLD}read A¦`).candidates).toEqual([
      { label: 'A', is: 'name', says: 'region', apply: 'A[' },
    ])
  })

  it('offers what it says wherever the cursor is in whatever text', () => {
    const piece = fc.constantFrom(
      'map ',
      'A ',
      'anon ',
      '4\n',
      'wp',
      'T: ',
      '|| ',
      '#',
      ',',
      'title',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.nat(12), fc.nat(30), (pieces, line, column) => {
        const { from } = complete(pieces.join(''), line + 1, column + 1)
        expect(from).toBeLessThanOrEqual(column + 1)
      }),
    )
  })
})
