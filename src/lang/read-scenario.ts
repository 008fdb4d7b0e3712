/** The whole way from text to a scenario that may run. */

import type { Scenario } from './ast.ts'
import type { Checked } from './check.ts'
import { checkScenario } from './check.ts'
import { parse } from './parse.ts'
import { splitLines, tokenize } from './tokens.ts'

export interface ScenarioText extends Checked {
  readonly scenario: Scenario
}

/**
 * Parses and checks a text. It may run if there are no diagnostics; they stand in the order of the lines.
 *
 * A name that a line with a syntax error mentions is not reported as unknown elsewhere, so that one mistake in a
 * declaration is one diagnostic.
 */
export function readScenario(text: string): ScenarioText {
  const { scenario, diagnostics } = parse(text)
  const checked = checkScenario(
    scenario,
    namesOn(text, new Set(diagnostics.map(({ line }) => line))),
  )
  const all = [...diagnostics, ...checked.diagnostics]
  all.sort((a, b) => a.line - b.line || a.column - b.column)
  return { ...checked, scenario, diagnostics: all }
}

function namesOn(text: string, lines: ReadonlySet<number>): Set<string> {
  const names = new Set<string>()
  if (lines.size === 0) return names
  for (const [i, line] of splitLines(text).entries()) {
    if (!lines.has(i + 1)) continue
    for (const word of tokenize(line).words) {
      for (const name of word.text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) names.add(name)
    }
  }
  return names
}
