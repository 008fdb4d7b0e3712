import { expect, test } from 'vitest'
import {
  createTrace,
  OP_BEGIN,
  OP_END,
  OP_ENTER,
  OP_LEAVE,
  OP_SET,
  OP_SLEEP,
  pushRow,
  ROW_WORDS,
} from '../machine/trace.ts'
import type { Run, StatementEnd } from '../protocol/messages.ts'
import {
  commonRows,
  into,
  nextStatement,
  out,
  over,
  previousCall,
  previousStatement,
  statementAt,
} from './rows.ts'

const OPS = {
  B: OP_BEGIN,
  E: OP_END,
  '(': OP_ENTER,
  ')': OP_LEAVE,
  s: OP_SET,
  z: OP_SLEEP,
} as const

/** One letter a row; lower lines are other actors: "B(s)E" and so on. A digit switches the actor. */
function runOf(drawing: string): Run {
  const trace = createTrace()
  const statements: StatementEnd[] = []
  let actor = 0
  let first = 0
  for (const letter of drawing) {
    if (letter >= '0' && letter <= '9') {
      actor = Number(letter)
      continue
    }
    const op = OPS[letter as keyof typeof OPS]
    if (op === OP_BEGIN) first = trace.length
    pushRow(trace, {
      op,
      actor,
      cpu: 0,
      depth: 0,
      site: 0,
      fn: 0,
      a: 0,
      b: 0,
      c: 0,
      d: 0,
      words: 0,
      deltas: 0,
      statement: statements.length,
    })
    if (op === OP_END) statements.push({ first, last: trace.length } as StatementEnd)
  }
  const rows = trace.rows.slice(0, trace.length * ROW_WORDS)
  return { steps: trace.length, rows, statements } as unknown as Run
}

test('over does a call and everything in it', () => {
  const run = runOf('B(s(s)s)EB(s)E')
  expect(over(run, 0)).toBe(9)
  expect(over(run, 1)).toBe(8)
  expect(over(run, 2)).toBe(3)
  expect(over(run, 3)).toBe(6)
})

test('into stops in the next call, or where the present one returns', () => {
  const run = runOf('B(s(s)s)E')
  expect(into(run, 0)).toBe(1)
  expect(into(run, 1)).toBe(2)
  expect(into(run, 2)).toBe(4)
  expect(into(run, 4)).toBe(6)
})

test('out runs until the function has returned', () => {
  const run = runOf('B(s(s)s)E')
  expect(out(run, 4)).toBe(6)
  expect(out(run, 6)).toBe(8)
  expect(out(run, 2)).toBe(8)
})

test('over and out end where the actor falls asleep', () => {
  const run = runOf('B(s(z1s)s)E')
  expect(over(run, 1)).toBe(5)
  expect(out(run, 4)).toBe(5)
})

test('over follows one actor while others run along', () => {
  const run = runOf('0B(1s0s1ss0)E')
  expect(over(run, 1)).toBe(7)
})

test('at the end nothing moves', () => {
  const run = runOf('B(s)E')
  expect([over(run, 5), into(run, 5), out(run, 5)]).toEqual([5, 5, 5])
})

test('statements are found by step', () => {
  const run = runOf('BsEBssE')
  expect([0, 1, 3, 4, 7].map((step) => statementAt(run.statements, step))).toEqual([-1, 0, 0, 1, 1])
  expect([0, 2, 3, 7].map((step) => nextStatement(run, step))).toEqual([3, 3, 7, 7])
  expect([0, 2, 3, 4, 7].map((step) => previousStatement(run, step))).toEqual([0, 0, 0, 3, 3])
  expect([0, 1, 5, 7].map((step) => previousCall(run, step))).toEqual([0, 0, 4, 4])
})

test('common rows end at the first difference', () => {
  expect(commonRows(runOf('BsEBsE'), runOf('BsEBzE'))).toBe(4)
  expect(commonRows(runOf('BsE'), runOf('BsEBsE'))).toBe(3)
})
