import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADVICE, FEATURES, MODES } from './ast.ts'
import { renderDiagnostic } from './diagnostics.ts'
import { LIMITS } from './limits.ts'
import { parse } from './parse.ts'

function problems(text: string): string[] {
  return parse(text).diagnostics.map((diagnostic) => renderDiagnostic(diagnostic))
}

describe('parse', () => {
  it('keeps every line with its number, its text and its comment', () => {
    const text = 'title A\n\n  T: write A[3]  = 8 # eight\nnote on the *next*\n# end'
    expect(parse(text).scenario.lines).toMatchObject([
      { kind: 'title', line: 1, title: 'A' },
      { kind: 'blank', line: 2, comment: null },
      { kind: 'operation', line: 3, text: 'T: write A[3]  = 8', comment: ' eight' },
      { kind: 'note', line: 4, text: 'on the *next*' },
      { kind: 'blank', line: 5, comment: ' end' },
    ])
  })

  it('says where the parts of a statement stand', () => {
    const [line] = parse('  T: map A file F at 0x1000 # x').scenario.lines
    expect(line).toMatchObject({
      statements: [
        {
          actor: 'T',
          span: { line: 1, column: 3, length: 25 },
          places: {
            actor: { line: 1, column: 3, length: 1 },
            name: { line: 1, column: 10, length: 1 },
            file: { line: 1, column: 17, length: 1 },
            at: { line: 1, column: 22, length: 6 },
          },
        },
      ],
    })
  })

  it('reads the statements of a concurrent line apart', () => {
    const [line] = parse('read A[0] || T: write A[0] = 1 || wp A').scenario.lines
    expect(line).toMatchObject({
      text: 'read A[0] || T: write A[0] = 1 || wp A',
      statements: [
        { actor: null, op: { verb: 'read' }, span: { column: 1, length: 9 } },
        { actor: 'T', op: { verb: 'write', value: 1n }, span: { column: 14, length: 17 } },
        { actor: null, op: { verb: 'wp' }, span: { column: 35, length: 4 } },
      ],
    })
  })

  it.each([
    ['map A anon 4', { shared: false, readOnly: false, at: null }],
    ['map A anon 4 shared ro', { shared: true, readOnly: true }],
    ['map A file F', { shared: true, source: { file: 'F', from: 0, pages: null } }],
    ['map A file F private from 1 pages 2', { shared: false, source: { from: 1, pages: 2 } }],
    ['serve', { on: true }],
    ['serve unwp', { on: true }],
    ['serve off', { on: false }],
    ['uffd', { features: [] }],
    [`uffd ${FEATURES.join(' ')}`, { features: FEATURES }],
    [`register A ${MODES.join(',')}`, { modes: MODES }],
  ])('reads %j', (text, op) => {
    expect(parse(text).scenario.lines).toMatchObject([{ statements: [{ op }] }])
  })

  it.each(ADVICE)('reads the advice %s', (advice) => {
    expect(problems(`advise A ${advice}`)).toEqual([])
  })

  it.each([
    ['wrtie A[0] = 1', '1:1: found "wrtie", expected a verb; did you mean "write"?'],
    ['tilte x', '1:1: found "tilte", expected a verb; did you mean "title"?'],
    ['WP A', '1:1: found "WP", expected a verb; did you mean "wp"?'],
    ['T:', '1:3: found the end of the statement, expected a verb'],
    ['T: cpus 2', '1:4: found "cpus", expected "cpus" on a line of its own, without an actor'],
    ['9: poll', `1:1: found "9:", expected an actor's name before the colon`],
    ['T:poll', '1:1: found "T:poll", expected a blank after the colon'],
    ['write A[0]=1', '1:7: found "A[0]=1", expected blanks around "="'],
    ['poll||poll', '1:1: found "poll||poll", expected blanks around "||"'],
    ['poll | poll', '1:6: found "|", expected the end of the statement; did you mean "||"?'],
    ['poll ||', '1:8: found the end of the statement, expected a statement'],
    ['|| poll', '1:1: found the end of the statement, expected a statement'],
    ['poll now', '1:6: found "now", expected the end of the statement'],
    ['wp A B', '1:6: found "B", expected the end of the statement'],
    ['wp A\u00a0[3]', '1:4: found "A<U+00A0>[3]", expected words separated by spaces or tabs'],
    ['wp', '1:3: found the end of the statement, expected a range of a region'],
    ['wp A[4..3]', '1:4: found "A[4..3]", expected a range whose first page is not after its last'],
    ['read A', '1:6: found "A", expected one page of a region, as A[i]'],
    ['read A[1..1]', '1:6: found "A[1..1]", expected one page of a region, as A[i]'],
    ['write A[0]', '1:11: found the end of the statement, expected "="'],
    ['write A[0] 1', '1:12: found "1", expected "="'],
    ['write A[0] = x', '1:14: found "x", expected a value, decimal or 0x hex'],
    [
      'write A[0] = 18446744073709551616',
      '1:14: found "18446744073709551616", expected a value up to 18446744073709551615',
    ],
    ['file 9 1', '1:6: found "9", expected a new name for the file'],
    [
      `file ${'F'.repeat(33)} 1`,
      `1:6: found "${'F'.repeat(33)}", expected a name of at most 32 characters`,
    ],
    ['file F 1048577', '1:8: found "1048577", expected a number of pages, 0 to 1048576'],
    [
      'file F 1 tph',
      '1:10: found "tph", expected "thp" or the end of the statement; did you mean "thp"?',
    ],
    ['map A', '1:6: found the end of the statement, expected "anon" or "file"'],
    ['map A anno 4', '1:7: found "anno", expected "anon" or "file"; did you mean "anon"?'],
    [
      'map A anon 4 from 1',
      '1:14: found "from", expected "private", "shared", "ro", "at" or the end of the statement',
    ],
    ['map A anon 4 ro ro', '1:17: found "ro", expected "ro" at most once'],
    [
      'map A anon 4 private shared',
      '1:22: found "shared", expected "private" or "shared" at most once',
    ],
    [
      'map A anon 4 at 0x1001',
      '1:17: found "0x1001", expected a page-aligned address (a multiple of 0x1000)',
    ],
    [
      'map A anon 4 at 0x800000000000',
      '1:17: found "0x800000000000", expected a canonical address in user space (below 0x800000000000)',
    ],
    [
      'map A anon 4 at 0xffff800000000000',
      '1:17: found "0xffff800000000000", expected an address in user space (below 0x800000000000)',
    ],
    [
      'map A anon 4 at 0x10000000000000000',
      '1:17: found "0x10000000000000000", expected an address of 64 bits',
    ],
    [
      'map A anon 4 at',
      '1:16: found the end of the statement, expected an address, as 0x100000000000',
    ],
    ['remap A 0x1000', '1:9: found "0x1000", expected "at"'],
    ['protect A nnoe', '1:11: found "nnoe", expected none, r or rw; did you mean "none"?'],
    ['register A', '1:11: found the end of the statement, expected a mode: missing, wp or minor'],
    [
      'register A wp,minro',
      '1:12: found "wp,minro", expected a mode: missing, wp or minor, joined by commas; did you mean "minor"?',
    ],
    ['register A wp,wp', '1:12: found "wp,wp", expected each mode once'],
    ['uffd wp-asnyc', '1:6: found "wp-asnyc", expected a feature; did you mean "wp-async"?'],
    ['uffd sigbus sigbus', '1:13: found "sigbus", expected each feature once'],
    ['serve on', '1:7: found "on", expected unwp or off'],
    ['scenario', '1:9: found the end of the statement, expected the version, 1'],
    ['scenario one', '1:10: found "one", expected 1, the newest version understood here'],
    ['cpus 0', '1:6: found "0", expected a number of CPUs, 1 to 8'],
    ['cpus 9', '1:6: found "9", expected a number of CPUs, 1 to 8'],
    ['cpus 2 3', '1:8: found "3", expected the end of the line'],
    ['kernel six', '1:8: found "six", expected a kernel version, as v6.1 or 6.1.192'],
    ['kernel v6.1 x', '1:13: found "x", expected +PATCH, -PATCH or the end of the line'],
    ['kernel v6.1 +x -x', '1:16: found "-x", expected each patch once'],
    ['title', '1:6: found the end of the line, expected the text of the title'],
    ['note  ', '1:5: found the end of the line, expected the text of the note'],
    [
      'poll\ntitle x',
      '2:1: found "title" after an operation, expected header lines before the first operation',
    ],
    [
      'title x\n\n title y',
      '3:2: found a second "title", expected at most one (the first is in line 1)',
    ],
  ])('refuses %j', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('reports every bad line, and each side of a concurrent one', () => {
    expect(problems('pol\npoll\nwp\nread A || wp\n')).toEqual([
      '1:1: found "pol", expected a verb; did you mean "poll"?',
      '3:3: found the end of the statement, expected a range of a region',
      '4:6: found "A", expected one page of a region, as A[i]',
      '4:13: found the end of the statement, expected a range of a region',
    ])
  })

  it('leaves bad lines out of the scenario', () => {
    expect(parse('poll\npol\nclose').scenario.lines.map(({ line }) => line)).toEqual([1, 3])
  })

  it('names the newest version it understands, and reports nothing else of a newer text', () => {
    expect(problems('title x\nbrand new\nscenario 2\nmore of it')).toEqual([
      '3:10: found "2", expected 1, the newest version understood here',
    ])
  })

  it('takes a note anywhere, a hash in a note or a title as text', () => {
    expect(parse('note a # b\npoll\nnote #c').scenario.lines).toMatchObject([
      { kind: 'note', text: 'a # b' },
      { kind: 'operation' },
      { kind: 'note', text: '#c' },
    ])
  })
})

describe('the limits', () => {
  it('allow exactly 64 KiB of UTF-8', () => {
    const line = `#${'é'.repeat(31)}\n`
    const full = line.repeat(1024)
    expect(problems(full)).toEqual([])
    expect(problems(`${full}#`)).toEqual([
      '1025:1: found a text of more than 65536 bytes, expected at most 65536 bytes (64 KiB) of UTF-8',
    ])
  })

  it('allow exactly 2,000 statements, headers and notes not counted', () => {
    const full = `scenario 1\n${'poll || T: poll\nnote x\n'.repeat(LIMITS.statements / 2)}`
    expect(problems(full)).toEqual([])
    expect(problems(`${full}poll\npol\n`)).toEqual([
      '2002:1: found statement 2001, expected at most 2000 statements',
    ])
  })
})

describe('a hostile text', () => {
  const fill = (piece: string) => piece.repeat(Math.floor(LIMITS.textBytes / piece.length))

  it.each([
    ['many lines', fill('\n')],
    ['many bad verbs', fill('x\n')],
    ['one long word', fill('x')],
    ['one long number', `write A[0] = ${fill('9').slice(20)}`],
    ['one long range', `wp A[${fill('0').slice(20)}`],
    ['many bars', fill('|| ')],
    ['many dots', `wp A[${fill('.').slice(20)}]`],
    ['many commas', `register A ${fill(',').slice(20)}`],
    ['many features', `uffd ${fill('x ').slice(20)}`],
    ['many patches', `kernel v6.1 ${fill('+a ').slice(20)}`],
    ['many blanks', `${fill(' ').slice(20)}poll`],
    ['many titles', fill('title x\n')],
    ['a text beyond any limit', fill('poll\n').repeat(20)],
  ])('of %s is answered at once', { timeout: 2000 }, (_name, text) => {
    expect(() => parse(text)).not.toThrow()
  })

  it('never throws, and points into itself', () => {
    const piece = fc.constantFrom(
      ...['map', 'A', 'anon', '4', ' ', ' ', '\n', '=', '||', 'T:', 'wp', 'A[', '..', ']', '0x'],
      ...['#', 'title', 'note', 'uffd', 'write', ',', 'at', '\u00a0', '😀', 'scenario', 'kernel'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const lines = text.split('\n')
        for (const { line, column, length } of parse(text).diagnostics) {
          expect(line).toBeLessThanOrEqual(lines.length)
          expect(column - 1 + length).toBeLessThanOrEqual(lines[line - 1]?.length ?? 0)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
