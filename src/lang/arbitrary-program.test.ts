import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram } from './arbitrary-program.ts'
import { print } from './print.ts'
import { readScenario } from './read-scenario.ts'

describe('anyProgram', () => {
  it('gives scenarios that may run, in canonical form', () => {
    fc.assert(
      fc.property(anyProgram, (text) => {
        const { scenario, diagnostics } = readScenario(text)
        expect(diagnostics).toEqual([])
        expect(print(scenario)).toBe(text)
      }),
    )
  })
})
