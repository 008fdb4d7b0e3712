import { expect, test } from 'vitest'
import type { Run, StatementEnd } from '../protocol/messages.ts'
import { lineMarks, lineParts } from './lines.ts'

const LINES = ['scenario 1', 'map A anon 1', 'write A[0] = 1', '', 'unwp A[0]', 'read A[0]']

function end(over: Partial<StatementEnd>): StatementEnd {
  return {
    line: 0,
    text: '',
    actor: 'main',
    outcome: 'ok',
    value: null,
    message: null,
    ranges: null,
    woken: [],
    first: 0,
    last: 0,
    ...over,
  }
}

const RUN = {
  steps: 16,
  statements: [
    end({ line: 2, first: 0, last: 4 }),
    end({ line: 3, first: 4, last: 8, outcome: 'blocked' }),
    end({
      line: 5,
      first: 8,
      last: 12,
      actor: 'monitor',
      woken: [{ actor: 'main', outcome: 'ok' }],
    }),
    end({ line: 6, first: 12, last: 16, outcome: 'SIGSEGV' }),
  ],
} as unknown as Run

const words = (step: number) => lineMarks(LINES, RUN, step, []).map((mark) => mark.is)

test('lines behind the cursor are done, the one at it is now, those after it ahead', () => {
  expect(words(0)).toEqual(['header', 'ahead', 'ahead', 'blank', 'ahead', 'ahead'])
  expect(words(2)).toEqual(['header', 'now', 'ahead', 'blank', 'ahead', 'ahead'])
  expect(words(6)).toEqual(['header', 'done', 'now', 'blank', 'ahead', 'ahead'])
})

test('a blocked line says who, and whether it still is', () => {
  expect(lineMarks(LINES, RUN, 8, [])[2]).toMatchObject({ is: 'now', blocked: 'main' })
  expect(lineMarks(LINES, RUN, 10, [])[2]).toEqual({ is: 'blocked', who: 'main', still: true })
  expect(lineMarks(LINES, RUN, 14, [])[2]).toEqual({ is: 'blocked', who: 'main', still: false })
})

test('the current line counts its steps, a failed one names its outcome', () => {
  expect(lineMarks(LINES, RUN, 9, [])[4]).toMatchObject({ is: 'now', step: 1, steps: 4 })
  const longer = { ...RUN, statements: [...RUN.statements, end({ line: 7, first: 16, last: 20 })] }
  expect(lineMarks([...LINES, 'poll'], longer, 18, [])[5]).toEqual({
    is: 'failed',
    outcome: 'SIGSEGV',
  })
})

test('a line that gave something back says what', () => {
  const statements = [
    end({ line: 2, first: 0, last: 4, value: '7' }),
    end({
      line: 3,
      first: 4,
      last: 8,
      message: { event: 'pagefault', flags: ['wp', 'write'], at: 'A[0]' },
    }),
    end({ line: 5, first: 8, last: 12 }),
  ]
  const marks = lineMarks(LINES, { ...RUN, statements }, 12, [])
  expect(marks[1]).toEqual({ is: 'done', says: '= 7' })
  expect(marks[2]).toEqual({ is: 'done', says: 'wp, write A[0]' })
})

test('an error wins over what the old run says of the line', () => {
  const diagnostic = {
    line: 3,
    column: 1,
    length: 5,
    found: '"wrtie"',
    expected: 'a verb',
    nearest: 'write',
  }
  expect(lineMarks(LINES, RUN, 16, [diagnostic])[2]).toEqual({ is: 'error', diagnostic })
})

test('a line comes apart into actor, verb and the rest', () => {
  expect(lineParts('child: read A[7]')).toEqual({ actor: 'child: ', verb: 'read', rest: ' A[7]' })
  expect(lineParts('poll')).toEqual({ actor: '', verb: 'poll', rest: '' })
})
