import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyProgram } from '../lang/arbitrary-program.ts'
import { commentText } from './comment-c.ts'
import { C_INTERFACE, C_RUNTIME, exportC } from './export-c.ts'
import { RECORDER_C } from './recorder-c.ts'

const exported = (text: string): string => {
  const result = exportC(text)
  if (!('c' in result)) throw new Error(JSON.stringify(result.diagnostics))
  return result.c
}

describe('the C export', () => {
  test('names each statement in a comment and makes the call that it stands for', () => {
    const c = exported(
      'map A anon 4\nuffd wp-unpopulated\nregister A wp\nunwp A[1..2] dontwake # ok\n',
    )
    expect(c).toContain('/* unwp A[1..2] dontwake   # ok */')
    expect(c).toContain(
      '.actor = "monitor", .call = do_wp, .name = "A", .first = 1, .last = 2, .flags = UFFDIO_WRITEPROTECT_MODE_DONTWAKE}',
    )
    expect(c).toContain('.flags = UFFD_FEATURE_WP_UNPOPULATED')
    expect(c).toContain('.at = 0x100000000000')
  })

  test('joins the statements of a || line', () => {
    const c = exported('map A anon 1\nthread T\nwrite A[0] = 1 || T: read A[0]\n')
    expect(c).toContain('.actor = "main", .call = do_write, .with_next = 1')
    expect(c).toContain('.actor = "T", .call = do_read, .name = "A"')
  })

  test('says what is wrong with a text that is no scenario', () => {
    expect(exportC('frobnicate A\n')).toHaveProperty('diagnostics')
  })

  test('makes an empty scenario into a program too', () => {
    expect(exported('')).toContain('.count = 0')
  })

  test('has a call in its runtime for every statement of any scenario', () => {
    fc.assert(
      fc.property(anyProgram, (text) => {
        for (const [, call] of exported(text).matchAll(/\.call = (do_[a-z]+)/g)) {
          expect(C_INTERFACE).toContain(`void ${call}(`)
          expect(C_RUNTIME).toContain(`void ${call}(`)
        }
      }),
      { seed: 6, numRuns: 60 },
    )
  })

  test('lets no text out of a comment, nor any character that hides another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = commentText(text)
        expect(inside).not.toMatch(/\*\/|\/\*|\?\?|\\$|[\n\r\u202a-\u202e\u2066-\u2069]/)
      }),
      { seed: 6, numRuns: 2000 },
    )
    expect(commentText('*/ int x; /*')).toBe('* / int x; / *')
    expect(commentText('/*/*/')).not.toMatch(/\*\/|\/\*/)
  })

  test('contains every part that is kept as C, the recorder apart', () => {
    const folder = path.join(import.meta.dirname, 'c')
    const all = `${C_INTERFACE}\n${C_RUNTIME}\n${RECORDER_C}`
    for (const name of fs.readdirSync(folder)) {
      expect(all).toContain(fs.readFileSync(path.join(folder, name), 'utf8'))
    }
  })
})
