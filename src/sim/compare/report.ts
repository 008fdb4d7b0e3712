/** A comparison as text for a terminal, and as plain JSON for other programs. */
import type { BehaviourId } from '../../linux/profiles/behaviours.ts'
import { namedRules, whenOf } from '../../linux/profiles/rules.ts'
import type { Comparison, Divergence } from './compare.ts'
import type { Explanation } from './explain.ts'
import type { NearestKernel } from './nearest.ts'
import type { Told } from './tell.ts'
import { placeWords, tellComparison, tellDivergence } from './tell.ts'

/** Everything that was found, as values that JSON can hold. */
export function comparisonJson(
  comparison: Comparison,
  explanation: Explanation | null,
  nearest: NearestKernel | null,
) {
  const { a, b, counts, first, statements } = comparison
  return {
    a: a.name,
    b: b.name,
    ...tellComparison(comparison, explanation, nearest),
    first: first?.index ?? null,
    counts,
    statements: statements.map(({ line, text, verdict, divergences, parting }) => ({
      line,
      text,
      verdict,
      divergences,
      steps: parting === null ? null : stepNumbers(parting),
    })),
    divergences: comparison.divergences.map((one) => divergenceJson(comparison, one, explanation)),
    explanation:
      explanation === null
        ? null
        : {
            first: namedRules(explanation.first),
            all: namedRules(explanation.all),
            isExact: explanation.isExact,
            runs: explanation.runs,
          },
    nearest,
  }
}

/** The step after which each side goes its own way, counted over the whole run; null: it has none of its own. */
function stepNumbers(parting: NonNullable<Comparison['statements'][number]['parting']>) {
  const { actor, a, b } = parting
  return { actor, a: a === null ? null : a.index + 1, b: b === null ? null : b.index + 1 }
}

function divergenceJson(
  comparison: Comparison,
  divergence: Divergence,
  explanation: Explanation | null,
) {
  const reasons = reasonsOf(comparison, divergence, explanation)
  const { index, line, text, kind, place, actor, a, b, bits, follows, isState } = divergence
  const says = tellDivergence(comparison, divergence, reasons)
  return { index, line, text, kind, place, actor, a, b, bits, follows, isState, reasons, says }
}

/** What explains one divergence: for the first the smallest set, for the others what moves them by itself. */
export function reasonsOf(
  comparison: Comparison,
  divergence: Divergence,
  explanation: Explanation | null,
): readonly BehaviourId[] {
  if (explanation === null) return []
  return divergence === comparison.first
    ? explanation.first
    : (explanation.each[divergence.index] ?? [])
}

/** The sentence, the list of divergences with their reasons, the counts. */
export function comparisonText(
  comparison: Comparison,
  explanation: Explanation | null,
  nearest: NearestKernel | null,
): string {
  const told: Told = tellComparison(comparison, explanation, nearest)
  const lines = [told.headline, ...(told.sentence === '' ? [] : [told.sentence])]
  if (comparison.divergences.length > 0) lines.push('', ...divergenceLines(comparison))
  if (explanation !== null && explanation.all.length > 0) lines.push('', ...ruleLines(explanation))
  const { agrees, differs, notObservable } = comparison.counts
  lines.push('', `${agrees} agree, ${differs} differ, ${notObservable} not observable`)
  return `${lines.join('\n')}\n`
}

function divergenceLines({ a, b, statements, divergences }: Comparison): string[] {
  const lines = [`a: ${a.name}`, `b: ${b.name}`]
  for (const statement of statements) {
    const own = statement.divergences.map((index) => divergences[index] as Divergence)
    if (own.length === 0) continue
    lines.push(`${String(statement.line).padStart(4)}  ${statement.text}`)
    for (const one of own) {
      const what = one.place === null ? (one.actor ?? '') : placeWords(one.place)
      const kind = one.isState ? one.kind : 'way'
      const follows =
        one.follows === null ? '' : `  (follows from line ${lineOf(divergences, one.follows)})`
      lines.push(`        ${`${kind} ${what}`.trim()}: ${one.a} | ${one.b}${follows}`)
    }
  }
  return lines
}

function lineOf(divergences: readonly Divergence[], index: number): number {
  return divergences[index]?.line ?? 0
}

function ruleLines({ all, isExact, runs }: Explanation): string[] {
  const how = isExact ? 'the smallest set' : 'a small set'
  return [
    `What did it (${how} that explains everything, ${runs} runs):`,
    ...namedRules(all).map((rule) => `  ${rule.id} (${whenOf(rule)}): ${rule.rule}`),
  ]
}
