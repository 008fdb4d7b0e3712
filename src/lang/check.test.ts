import { describe, expect, it } from 'vitest'
import { hex } from '../base/bits.ts'
import { checkScenario } from './check.ts'
import { renderDiagnostic } from './diagnostics.ts'
import { parse } from './parse.ts'

/** Statements separated by `;` instead of line ends. */
function check(statements: string) {
  const parsed = parse(statements.replaceAll(/\s*;\s*/g, '\n'))
  expect(parsed.diagnostics).toEqual([])
  return checkScenario(parsed.scenario)
}

function problems(statements: string): string[] {
  return check(statements).diagnostics.map((diagnostic) => renderDiagnostic(diagnostic))
}

describe('names', () => {
  it.each([
    ['wp A', '1:4: found the unknown name "A", expected a region'],
    [
      'map Heap anon 4; wp Heep',
      '2:4: found the unknown name "Heep", expected a region; did you mean "Heap"?',
    ],
    ['wp A; map A anon 4', '1:4: found the unknown name "A", expected a region'],
    ['map A file F', '1:12: found the unknown name "F", expected a file'],
    ['T: poll', '1:1: found the unknown name "T", expected a thread or a process'],
    [
      'fork Child; Chlid: fork D',
      '2:1: found the unknown name "Chlid", expected a thread or a process; did you mean "Child"?',
    ],
    ['exit C', '1:6: found the unknown name "C", expected a process'],
    ['file F 4; wp F', '2:4: found the file "F" (line 1), expected a region'],
    ['file F 4; read F[0]', '2:6: found the file "F" (line 1), expected a region'],
    ['map A anon 4; pread A[0]', '2:7: found the region "A" (line 1), expected a file'],
    ['map A anon 4; pwrite A[0] = 1', '2:8: found the region "A" (line 1), expected a file'],
    ['map A anon 4; punch A', '2:7: found the region "A" (line 1), expected a file'],
    ['map A anon 4; truncate A 2', '2:10: found the region "A" (line 1), expected a file'],
    ['map A anon 4; map B file A', '2:12: found the region "A" (line 1), expected a file'],
    ['map A anon 4; A: poll', '2:1: found the region "A" (line 1), expected a thread or a process'],
    ['thread T; exit T', '2:6: found the thread "T" (line 1), expected a process'],
    ['exit monitor', '1:6: found the thread "monitor", expected a process'],
    ['exit main', '1:6: found the first process, expected a process that fork made'],
    [
      'map main anon 4',
      '1:5: found the name of the process "main", expected a name that is not taken',
    ],
    [
      'file monitor 4',
      '1:6: found the name of the thread "monitor", expected a name that is not taken',
    ],
    [
      'map A anon 4; map A anon 4',
      '2:5: found the name of the region "A" (line 1), expected a name that is not taken',
    ],
    [
      'file A 4; fork A',
      '2:6: found the name of the file "A" (line 1), expected a name that is not taken',
    ],
    [
      'map A anon 4; unmap A[0..2]; map A anon 4',
      '3:5: found the name of the region "A" (line 1), expected a name that is not taken',
    ],
    [
      'map A anon 4; fork C; unmap A; map A anon 4',
      '4:5: found the name of the region "A" (line 1), expected a name that is not taken',
    ],
    [
      'map A anon 4 || main: map B anon 4',
      '1:17: found the actor "main" twice, expected another actor on each side of "||"',
    ],
    [
      'map A anon 4; read A[0] || write A[1] = 1',
      '2:14: found the actor "main" twice, expected another actor on each side of "||"',
    ],
  ])('refuse %j', (statements, problem) => {
    expect(problems(statements)).toEqual([problem])
  })

  it.each([
    ['a region that was unmapped', 'map A anon 4; unmap A; read A[0]; wp A; remap A at 0x1000'],
    ['an actor that is gone', 'fork C; exit C; C: poll; C: map A anon 4; read A[0]; exit C'],
    ['a thread that went with its process', 'fork C; C: thread T; exit C; T: poll'],
    ['a region that its mapping failed to make', 'file F 0; map A file F; read A[7]'],
    ['a page beyond the end of a file', 'file F 1; pread F[9]; punch F[3..9]; pwrite F[9] = 1'],
    ['the name of an unmapped region', 'map A anon 4; unmap A[0..3]; file A 4'],
    ['the name of a region all have unmapped', 'map A anon 4; fork C; unmap A; C: unmap A; fork A'],
    [
      'the name of a region whose last process is gone',
      'fork C; C: map A anon 4; exit C; map A anon 4',
    ],
    ['the name of a process that is gone', 'fork C; exit C; fork C; C: thread T'],
    ['the name of a thread whose process is gone', 'fork C; C: thread T; exit C; thread T'],
    [
      'the name of a region a gone actor would have made',
      'fork C; exit C; C: map A anon 1; map A anon 4',
    ],
    ['the word of a verb', 'map map anon 4; read map[0]'],
    ['different actors at once', 'map A anon 4; read A[0] || wp A'],
  ])('allow %s', (_name, statements) => {
    expect(problems(statements)).toEqual([])
  })

  it('mean what was declared last', () => {
    expect(problems('map A anon 4; unmap A; file A 4; wp A')).toEqual([
      '4:4: found the file "A" (line 3), expected a region',
    ])
    expect(problems('map A anon 4; unmap A; map A anon 8; read A[7]')).toEqual([])
  })
})

describe('ranges', () => {
  it.each([
    ['map A anon 4; read A[4]', '2:6: found page 4, expected a page of A, 0 to 3'],
    ['map A anon 4; wp A[2..5]', '2:4: found pages up to 5, expected a page of A, 0 to 3'],
    ['map A anon 4; unmap A[4]', '2:7: found page 4, expected a page of A, 0 to 3'],
    ['file F 4; map A file F from 1; read A[3]', '3:6: found page 3, expected a page of A, 0 to 2'],
    [
      'map A anon 4; remap A[0..1] at 0x1000',
      '2:7: found a part of the region, expected the whole region, "A"',
    ],
  ])('refuse %j', (statements, problem) => {
    expect(problems(statements)).toEqual([problem])
  })

  it('allow the last page, and the whole region by its pages', () => {
    expect(problems('map A anon 4; read A[3]; wp A[0..3]; remap A[0..3] at 0x1000')).toEqual([])
  })
})

describe('the length of a file mapping', () => {
  const pages = (statements: string) => check(statements).regions.map((region) => region.pages)

  it.each([
    ['file F 8; map A file F', [8]],
    ['file F 8; map A file F from 3', [5]],
    ['file F 8; map A file F from 8', [0]],
    ['file F 8; map A file F from 3 pages 9', [9]],
    ['file F 8; pwrite F[9..11] = 1; map A file F', [12]],
    ['file F 8; pwrite F[3] = 1; map A file F', [8]],
    ['file F 8; pwrite F = 1; map A file F', [8]],
    ['file F 8; truncate F 2; map A file F', [2]],
    ['file F 8; map A file F; truncate F 2', [8]],
    ['file F 8; fork C; exit C; C: truncate F 2; map A file F', [8]],
  ])('of %j is %j', (statements, lengths) => {
    expect(pages(statements)).toEqual(lengths)
  })
})

describe('places', () => {
  it('lie one gigabyte apart, in the order of the map statements', () => {
    expect(check('map A anon 4; map B anon 1; map C anon 262144; map D anon 1').regions).toEqual([
      { name: 'A', order: 0, start: 0x1000_0000_0000n, pages: 4, line: 1, statement: 0 },
      { name: 'B', order: 1, start: 0x1000_4000_0000n, pages: 1, line: 2, statement: 0 },
      { name: 'C', order: 2, start: 0x1000_8000_0000n, pages: 262144, line: 3, statement: 0 },
      { name: 'D', order: 3, start: 0x1000_c000_0000n, pages: 1, line: 4, statement: 0 },
    ])
  })

  it.each([
    ['map A anon 262145; map B anon 1', ['0x100000000000', '0x100080000000']],
    ['map A anon 1048576; map B anon 1', ['0x100000000000', '0x100100000000']],
    ['map A anon 1 at 0x5000; map B anon 1', ['0x5000', '0x100040000000']],
    ['file F 0; map A file F; map B anon 1', ['0x100000000000', '0x100040000000']],
    ['fork C; exit C; C: map A anon 1; map B anon 1', ['0x100000000000', '0x100040000000']],
    ['map A anon 1; unmap A; map A anon 1', ['0x100000000000', '0x100040000000']],
  ])('of %j are %j', (statements, starts) => {
    expect(check(statements).regions.map(({ start }) => hex(start))).toEqual(starts)
  })

  it.each([
    [
      'map A anon 4; map B anon 4 at 0x100000003000',
      '2:17: found 4 pages at 0x100000003000, expected a place that A (0x100000000000 to 0x100000004000) does not take',
    ],
    [
      'map A anon 4; map B anon 4 at 0xffffffff000',
      '2:17: found 4 pages at 0xffffffff000, expected a place that A (0x100000000000 to 0x100000004000) does not take',
    ],
    [
      'map A anon 2 at 0x7ffffffff000',
      '1:17: found 2 pages at 0x7ffffffff000, expected a region that ends at or below 0x800000000000',
    ],
    [
      'map A anon 2; remap A at 0x7ffffffff000',
      '2:12: found 2 pages at 0x7ffffffff000, expected a region that ends at or below 0x800000000000',
    ],
  ])('refuse %j', (statements, problem) => {
    expect(problems(statements)).toEqual([problem])
  })

  it.each([
    ['a neighbour', 'map A anon 4; map B anon 4 at 0x100000004000; map C anon 1 at 0xffffffff000'],
    ['the place of an unmapped region', 'map A anon 4; unmap A; map B anon 4 at 0x100000000000'],
    ['the place of a region elsewhere', 'fork C; C: map A anon 4; map B anon 4 at 0x100000000000'],
    [
      'a place that a move may have freed',
      'map A anon 4; remap A at 0x1000; map B anon 4 at 0x100000000000',
    ],
    [
      'a place that a move may have taken',
      'map A anon 4; remap A at 0x1000; map B anon 4 at 0x1000',
    ],
    ['a place that the next default may need', 'map A anon 4 at 0x100040000000; map B anon 4'],
  ])('leave %s to the run', (_name, statements) => {
    expect(problems(statements)).toEqual([])
  })
})

describe('actors', () => {
  it('begin with main and monitor and follow in the order of the text', () => {
    expect(check('thread T; fork C; C: thread U').actors).toEqual([
      { name: 'main', line: 0, kind: 'process', process: 'main' },
      { name: 'monitor', line: 0, kind: 'thread', process: 'main' },
      { name: 'T', line: 1, kind: 'thread', process: 'main' },
      { name: 'C', line: 2, kind: 'process', process: 'C' },
      { name: 'U', line: 3, kind: 'thread', process: 'C' },
    ])
  })
})

describe('files', () => {
  it('are known with the largest size they reach', () => {
    expect(check('file F 4; pwrite F[9] = 1; truncate F 2; file G 1').files).toEqual([
      { name: 'F', line: 1, pages: 10 },
      { name: 'G', line: 4, pages: 1 },
    ])
  })
})

describe('limits', () => {
  const times = (count: number, statement: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => statement(i)).join(';')

  it('allow 16 actors, main and monitor among them', () => {
    expect(problems(times(14, (i) => `thread T${i}`))).toEqual([])
    expect(problems(times(15, (i) => `thread T${i}`))).toEqual([
      '15:8: found actor 17, expected at most 16 actors',
    ])
  })

  it('allow 64 regions at a time', () => {
    expect(problems(times(64, (i) => `map A${i} anon 1`))).toEqual([])
    expect(problems(times(65, (i) => `map A${i} anon 1`))).toEqual([
      '65:5: found live region 65, expected at most 64 regions at a time',
    ])
    expect(problems(times(100, (i) => `map A${i} anon 1;unmap A${i}`))).toEqual([])
  })

  it('allow 4,194,304 pages in all live regions', () => {
    expect(problems(times(4, (i) => `map A${i} anon 1048576`))).toEqual([])
    expect(problems(`${times(4, (i) => `map A${i} anon 1048576`)};map B anon 1`)).toEqual([
      '5:12: found 4194305 pages, expected at most 4194304 pages in all live regions',
    ])
    expect(problems(times(5, (i) => `map A${i} anon 1048576;unmap A${i}`))).toEqual([])
  })

  it('allow 4,194,304 pages in all files', () => {
    const files = times(4, (i) => `file F${i} 1048576`)
    expect(problems(files)).toEqual([])
    expect(problems(`${files};file G 1`)).toEqual([
      '5:8: found 4194305 pages, expected at most 4194304 pages in all files',
    ])
    expect(problems(`${files};truncate F0 0;file G 1`)).toEqual([])
    expect(problems(`${files};truncate F0 0;pwrite F0[1048575] = 1;truncate F1 0`)).toEqual([])
  })

  it('are checked in time that grows with the text only', { timeout: 2000 }, () => {
    const names = times(1000, (i) => `file Name${i} 1`)
    const unknown = times(1000, (i) => `pread Mane${i}[0]`)
    expect(check(`${names};${unknown}`).diagnostics).toHaveLength(1000)
  })
})
