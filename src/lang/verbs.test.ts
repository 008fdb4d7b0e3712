import { describe, expect, it } from 'vitest'
import { asVerb, VERB_WORDS, VERBS } from './verbs.ts'

describe('the table of verbs', () => {
  it.each(VERB_WORDS)('describes %s in one line', (verb) => {
    const { usage, says, call } = VERBS[verb]
    for (const form of usage) expect(form.split(' ')[0]).toBe(verb)
    expect(usage.length).toBeGreaterThan(0)
    expect(says).toMatch(/^[A-Z][^\n]{8,90}[^.\n]$/)
    expect(call).not.toBe('')
  })

  it('knows its own words and no property of every object', () => {
    expect(asVerb('wp')).toBe('wp')
    expect(asVerb('WP')).toBeUndefined()
    expect(asVerb('constructor')).toBeUndefined()
  })
})
