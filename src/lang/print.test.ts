import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyScenario, meaningOf } from './arbitrary.ts'
import { renderDiagnostic } from './diagnostics.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'

function canonical(text: string): string {
  const { scenario, diagnostics } = parse(text)
  expect(diagnostics.map((d) => renderDiagnostic(d))).toEqual([])
  return print(scenario)
}

describe('print', () => {
  it.each([
    ['', ''],
    ['\n', '\n'],
    ['poll', 'poll\n'],
    ['poll\r\npoll\rpoll', 'poll\npoll\npoll\n'],
    [' \t# remark \n\n#!x', '# remark\n\n#!x\n'],
    ['scenario\t1 #first', 'scenario 1  #first\n'],
    ['title  Fixes #7, at last ', 'title Fixes #7, at last\n'],
    ['note see [x](https://a.b/#c)', 'note see [x](https://a.b/#c)\n'],
    ['kernel v6.1 +a-b -c', 'kernel v6.1 +a-b -c\n'],
    ['cpus 0x4', 'cpus 4\n'],
    ['file F 0x10   thp', 'file F 16 thp\n'],
    ['map A anon 4 private', 'map A anon 4\n'],
    ['map A anon 4 at 0x120000000000 ro shared', 'map A anon 4 shared ro at 0x120000000000\n'],
    ['map A file F shared from 0', 'map A file F\n'],
    ['map A file F pages 2 private from 3 ro', 'map A file F private ro from 3 pages 2\n'],
    ['write A[3]  =  0xff', 'write A[3] = 255\n'],
    ['wp A[3..3]', 'wp A[3]\n'],
    ['wp A[03..0x5]', 'wp A[3..5]\n'],
    ['copy A[0] = 1 dontwake wp', 'copy A[0] = 1 wp dontwake\n'],
    ['scan A check-wpasync written', 'scan A written check-wpasync\n'],
    ['register A minor,missing', 'register A minor,missing\n'],
    ['uffd sigbus event-fork', 'uffd sigbus event-fork\n'],
    ['serve', 'serve unwp\n'],
    ['serve off', 'serve off\n'],
    ['T: read A[0]   ||   write A[0] = 1#both', 'T: read A[0] || write A[0] = 1  #both\n'],
  ])('writes %j as %j', (text, printed) => {
    expect(canonical(text)).toBe(printed)
  })

  it('writes what parses to an equal scenario', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const read = parse(print(scenario))
        expect(read.diagnostics).toEqual([])
        expect(meaningOf(read.scenario)).toEqual(meaningOf(scenario))
      }),
    )
  })

  it('is a fixpoint of parsing and printing', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const text = print(scenario)
        expect(print(parse(text).scenario)).toBe(text)
      }),
    )
  })

  it('writes what parses to the very same scenario once it is canonical', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const once = parse(print(scenario))
        expect(parse(print(once.scenario))).toEqual(once)
      }),
    )
  })
})
