import { describe, expect, test } from 'vitest'
import type { Asked } from '../lang/ast.ts'
import type { Parting, Question } from '../sim/lesson.ts'
import type { PageFacts, PagesNow } from '../sim/page-facts.ts'
import { inlineParts, plainText, splitQuestion } from './inline-text.ts'
import { bitCells } from './lesson-bits.ts'
import { lessonPicture } from './lesson-picture.ts'
import {
  claimable,
  endWords,
  fact,
  headlineOf,
  opposite,
  outcomeClass,
  supposition,
  wrongOnes,
} from './lesson-words.ts'

/** P, US, A, D, and what is given. */
const present = (lo: number) => ({ entry: 0, lo: 0x1a20d065 | lo, hi: 0x80000000 })
const RW = 1 << 1
const UW = 1 << 10

function question(answers: [Asked, string, string][], after = present(0)): Question {
  return {
    line: 4,
    text: 'What then?',
    process: 'main',
    page: 'A[7]',
    operation: 'unwp A[7]',
    first: 3,
    last: 9,
    entryBefore: present(UW),
    entryAfter: after,
    answers: answers.map(([asked, before, value]) => ({ asked, before, after: value })),
  }
}

const RESOLVE = question([
  ['RW', '0', '0'],
  ['UFFD_WP', '1', '0'],
])

describe('the text of a note', () => {
  test('has code, emphasis, strong words and links, and is else left alone', () => {
    expect(inlineParts('A `b` *c* **d** [e](https://f.g/h) 2 * 3 <i>')).toEqual([
      { is: 'text', text: 'A ' },
      { is: 'code', text: 'b' },
      { is: 'text', text: ' ' },
      { is: 'emphasis', text: 'c' },
      { is: 'text', text: ' ' },
      { is: 'strong', text: 'd' },
      { is: 'text', text: ' ' },
      { is: 'link', text: 'e', href: 'https://f.g/h' },
      { is: 'text', text: ' 2 * 3 <i>' },
    ])
    expect(plainText('A `b` *c*')).toBe('A b c')
  })

  test('knows no link but to the web', () => {
    expect(inlineParts('[x](javascript:alert)')).toEqual([
      { is: 'text', text: '[x](javascript:alert)' },
    ])
  })

  test('is cut into what leads to a question and what is asked', () => {
    expect(splitQuestion('RW is clear. See v6.1. What now? And then?')).toEqual({
      lead: 'RW is clear. See v6.1.',
      asked: 'What now? And then?',
    })
    expect(splitQuestion('Is `a. b?` clear? Say.').lead).toBe('')
    expect(splitQuestion('No question').asked).toBe('No question')
  })
})

describe('the words of an answer', () => {
  test('tell every change while nothing was wrong', () => {
    expect(headlineOf(RESOLVE, {})).toBe('The write bit stays 0 and uffd-wp is cleared')
  })

  test('tell of what was wrong alone, if something was', () => {
    expect(headlineOf(RESOLVE, { RW: '1', UFFD_WP: '0' })).toBe('The write bit stays 0')
    expect(headlineOf(RESOLVE, { RW: '0', UFFD_WP: '1' })).toBe('uffd-wp is cleared')
    expect(wrongOnes(RESOLVE, { UFFD_WP: '0' })).toEqual([])
  })

  test('suppose what the machine can be given', () => {
    expect(claimable(RESOLVE, { RW: '1', UFFD_WP: '0' })).toEqual({ RW: '1' })
    const blocked = question([['OUTCOME', '', 'blocked']])
    expect(claimable(blocked, { OUTCOME: 'ok' })).toEqual({})
    const marker = question([['KIND', 'none', 'marker']], {
      entry: 0,
      lo: 0xfffffc00,
      hi: 0xf7ffffff,
    })
    expect(claimable(marker, { KIND: 'none' })).toEqual({ KIND: 'none' })
    expect(claimable(marker, { KIND: 'swap' })).toEqual({})
    expect(opposite(RESOLVE)).toEqual({ RW: '1' })
    expect(opposite(blocked)).toEqual({})
  })

  test('name both cases', () => {
    expect(supposition({ RW: '1' })).toBe('If RW were 1')
    expect(supposition({ KIND: 'none' })).toBe('If the entry were none')
    expect(fact(RESOLVE, { UFFD_WP: '1' })).toBe('As it is, uffd-wp is 0')
  })

  test('class outcomes by what can be done about them', () => {
    expect(['ok', 'blocked', 'SIGBUS', 'EINVAL'].map(outcomeClass)).toEqual([
      'ok',
      'blocked',
      'signal',
      'errno',
    ])
  })
})

const NOBODY: PagesNow = { pages: [], waiting: [], unread: null }

function parting(verb: Parting['verb'], text: string): Parting {
  return {
    line: 9,
    text,
    actor: 'C',
    verb,
    really: '',
    claimed: '',
    reallyThen: NOBODY,
    claimedThen: NOBODY,
  }
}

test('an end is told as what it means', () => {
  const read = parting('read', 'C: read A[0]')
  const write = parting('write', 'C: write A[0] = 2')
  const poll = parting('poll', 'poll')
  const words = (of: Parting, end: string, other: string) => {
    const { head, says } = endWords(of, end, other, NOBODY)
    return `${head} ${says}`.trim()
  }
  expect(words(read, 'ok, reads 2', 'ok, reads 1')).toBe('C reads 2.')
  expect(words(write, 'ok', 'blocked')).toBe(
    'C’s write goes through. No message is sent: the monitor never hears of it.',
  )
  expect(words(write, 'blocked', 'ok')).toMatch(/^C’s write waits\./)
  expect(words(poll, 'EAGAIN', 'ok')).toMatch(/^There is no message\./)
})

describe('the cells of a prediction', () => {
  test('ask, take a claim, and judge it', () => {
    const at = (name: string, claim = {}) =>
      bitCells(RESOLVE, claim).find((cell) => cell.name.short === name)
    expect(
      bitCells(RESOLVE, {})
        .map(({ before }) => before)
        .join(''),
    ).toBe('010001100101')
    expect(at('RW')).toMatchObject({ asked: 'RW', claimed: '?', isRight: null })
    expect(at('RW', { RW: '1' })).toMatchObject({ claimed: '1', after: '0', isRight: false })
    expect(at('UW', { UFFD_WP: '0' })).toMatchObject({ isRight: true, changed: true })
    expect(at('P')).toMatchObject({ asked: null, claimed: '1' })
  })

  test('say nothing of bits that mean something else', () => {
    const marker = { ...RESOLVE, entryBefore: { entry: 0, lo: 0xfffffc00, hi: 0xf7ffffff } }
    expect(
      bitCells(marker, {})
        .map(({ before }) => before)
        .join(''),
    ).toBe('–––––––––––0')
  })
})

function page(process: string, name: string, pfn: number, lo: number): PageFacts {
  const index = Number(/\d+/.exec(name)?.[0])
  return {
    process,
    page: name,
    way: ([4, 3, 2, 1] as const).map((level) => ({
      level,
      index: level === 1 ? index : 0,
      table: level > 1,
    })),
    level: 1,
    pte: { lo: (pfn << 12) | 0x65 | lo, hi: 0x80000000 },
    frame: {
      pfn: pfn as never,
      zero: false,
      count: process === 'alone' ? 1 : 2,
      value: { lo: 1, hi: 0 },
      name,
    },
    isMapped: true,
  }
}

describe('the picture', () => {
  const room = { width: 860, row: 48, frame: 66, isWide: true, hasWay: false, isLarge: false }
  const shared = {
    ...NOBODY,
    pages: [page('main', 'A[7]', 0x1a2, UW), page('C', 'A[7]', 0x1a2, 0)],
  }

  test('draws a shared frame once, with a link from each process', () => {
    const { rows, frames, links, says } = lessonPicture(shared, room)
    expect(rows.map(({ process, state }) => `${process} ${state}`)).toEqual([
      'main uffd-wp',
      'C read-only',
    ])
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({ pfn: '1a2', count: '× 2', value: '= 1', isShared: true })
    expect(links.map(({ kind }) => kind)).toEqual(['main', 'other'])
    expect(says).toContain('main: A[7] uffd-wp')
  })

  test.each([326, 438, 592, 1280])(
    'keeps all inside a width of %i, nothing on anything',
    (width) => {
      const pages = ['A[0]', 'A[1]', 'A[2]'].map((name, i) => page('main', name, 0x1a0 + i, RW))
      const { rows, frames, height } = lessonPicture({ ...NOBODY, pages }, { ...room, width })
      for (const box of [...rows, ...frames]) {
        expect(box.x).toBeGreaterThanOrEqual(0)
        expect(box.x + box.w).toBeLessThanOrEqual(width)
        expect(box.y + box.h).toBeLessThanOrEqual(height)
      }
      for (const [at, frame] of frames.entries()) {
        const above = frames[at - 1]
        if (above !== undefined) expect(frame.y).toBeGreaterThanOrEqual(above.y + above.h)
        expect(frame.x).toBeGreaterThan(Math.max(...rows.map((row) => row.x + row.w)))
      }
    },
  )
})
