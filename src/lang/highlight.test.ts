import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlightLine } from './highlight.ts'

function marked(line: string): string[] {
  return highlightLine(line).map(
    ({ column, length, is }) => `${is} ${line.slice(column - 1, column - 1 + length)}`,
  )
}

describe('highlightLine', () => {
  it.each([
    ['', []],
    ['# remark', ['comment # remark']],
    ['title of #1', ['header title', 'text of #1']],
    ['note\tsee `wp`', ['header note', 'text see `wp`']],
    ['scenario 1 # one', ['header scenario', 'number 1', 'comment # one']],
    ['kernel v6.1 +x', ['header kernel', 'keyword v6.1', 'keyword +x']],
    ['cpus 2', ['header cpus', 'number 2']],
    ['poll', ['verb poll']],
    [
      'T: write A[3] = 8',
      ['actor T:', 'verb write', 'name A', 'number [3]', 'operator =', 'number 8'],
    ],
    ['wp A[3..7] || poll', ['verb wp', 'name A', 'number [3..7]', 'operator ||', 'verb poll']],
    [
      'map A file F ro at 0x1000',
      ['verb map', 'name A', 'keyword file', 'name F', 'keyword ro', 'keyword at', 'number 0x1000'],
    ],
    ['register A wp,minor', ['verb register', 'name A', 'keyword wp,minor']],
    ['wrong A', ['error wrong', 'error A']],
    ['wp A B # no', ['verb wp', 'name A', 'error B', 'comment # no']],
    ['wpp A || poll', ['error wpp', 'error A', 'operator ||', 'verb poll']],
    ['cpus 9', ['header cpus', 'error 9']],
    ['title', ['header title']],
    ['write A[0]=1', ['verb write', 'error A[0]=1']],
  ])('sees in %j %j', (line, marks) => {
    expect(marked(line)).toEqual(marks)
  })

  it('marks every character but blanks, once and in order', () => {
    const piece = fc.constantFrom(
      ...['wp', 'A', '[', '3', ']', ' ', ' ', '#', '||', 'T:', '=', ','],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = pieces.join('')
        let end = 0
        let gaps = ''
        for (const { column, length } of highlightLine(line)) {
          expect(column - 1).toBeGreaterThanOrEqual(end)
          gaps += line.slice(end, column - 1)
          end = column - 1 + length
        }
        gaps += line.slice(end)
        expect(gaps.trim()).toBe('')
      }),
      { numRuns: 500 },
    )
  })
})
