import { describe, expect, test } from 'vitest'
import { ERRNO_SAY } from '../../linux/include/errno.ts'
import { SITES } from '../../linux/include/site-texts.ts'
import { makePte } from '../../machine/entry.ts'
import type { BitLayout } from '../../scene/entry-bits.ts'
import { entryBits } from '../../scene/entry-bits.ts'
import {
  bitMeaning,
  FIELD_MEANINGS,
  functionMeaning,
  GLOSSARY_KEYS,
  outcomeMeaning,
} from './glossary.ts'

const SENTENCE = /^[A-Z].{10,150}\.$/
const functions = [...new Set(SITES.map(({ fn }) => fn))]

test('every function that a step may name is explained, and no other', () => {
  expect(GLOSSARY_KEYS.functions.toSorted()).toEqual(functions.toSorted())
  for (const fn of functions) {
    expect(functionMeaning(`${fn}()`)).toBe(functionMeaning(fn))
    expect(functionMeaning(fn)).toMatch(SENTENCE)
  }
  // Sentences are not copied from one to the next, but for the locks that are dropped alike.
  const said = functions.map(functionMeaning)
  expect(said.length - new Set(said).size).toBeLessThanOrEqual(1)
})

test('what was called otherwise is explained by its name of today', () => {
  const pairs = SITES.flatMap(({ fn, was }) => (was === null ? [] : [[was.fn, fn] as const]))
  expect(GLOSSARY_KEYS.older).toEqual(Object.fromEntries(pairs))
  for (const [old, fn] of pairs) expect(functionMeaning(old)).toBe(functionMeaning(fn))
})

test('every errno, signal and wait is explained', () => {
  const wanted = [...Object.keys(ERRNO_SAY), 'EBLOCKED', 'SIGSEGV', 'SIGBUS', 'blocked']
  expect(GLOSSARY_KEYS.outcomes.toSorted()).toEqual(wanted.toSorted())
  for (const outcome of wanted) expect(outcomeMeaning(outcome)).toMatch(SENTENCE)
  expect(outcomeMeaning('ok')).toBeNull()
})

const LAYOUTS: readonly (readonly [BitLayout, ReturnType<typeof makePte>, 1 | 2])[] = [
  ['present', makePte(0x67, 0x80000000), 1],
  ['huge', makePte(0xe7, 0x80000000), 2],
  ['table', makePte(0x67, 0), 2],
  ['swap', makePte(0xfffffc04, 0x07ffffff), 1],
  ['marker', makePte(0xfffffc00, 0xf7ffffff), 1],
]

describe.each(LAYOUTS)('an entry laid out as %s', (layout, pte, level) => {
  const bits = entryBits(pte, null, level)

  test('is one', () => {
    expect(bits.layout).toBe(layout)
  })

  test('has a meaning for each of its twelve low bits', () => {
    for (const { bit, name } of bits.cells) {
      const meaning = bitMeaning(layout, bit)
      expect(meaning.says).toMatch(SENTENCE)
      // What has a name in the ribbon has one here.
      if (name !== '') expect(meaning.name).not.toBe('not used')
      else expect(meaning.name).toBe('not used')
    }
  })

  test('has a meaning for each of its fields', () => {
    for (const { name } of bits.fields) {
      expect(FIELD_MEANINGS[name] ?? FIELD_MEANINGS[name.split(',')[0] ?? '']).toMatch(/\.$/)
    }
  })
})
