/** What a set of scenarios exercises: sites of the kernel, and forms of statements. */
import type { Op } from '../../lang/ast.ts'
import { siteAt } from '../../machine/trace.ts'
import { existsIn, releaseOf } from '../calls.ts'
import { runAll } from '../run-all.ts'
import { prepare } from '../run-text.ts'

/** Numbers of the sites that a run of these texts comes to on one kernel. */
export function sitesReached(texts: Iterable<string>, kernel: string): Set<number> {
  const sites = new Set<number>()
  for (const text of texts) {
    const prepared = prepare(text, { kernel })
    if ('diagnostics' in prepared) continue
    runAll(prepared)
    const { rows, length } = prepared.sim.kernel.trace
    const release = releaseOf(prepared.sim.choice.profile)
    for (let step = 0; step < length; step++) {
      const site = siteAt(rows, step)
      if (existsIn(site, release)) sites.add(site)
    }
  }
  return sites
}

/** How often each form of a statement occurs: the verb, and its words where they change what it does. */
export function formsIn(texts: Iterable<string>): Map<string, number> {
  const forms = new Map<string, number>()
  for (const text of texts) {
    const prepared = prepare(text)
    if ('diagnostics' in prepared) continue
    for (const { statements } of prepared.operations) {
      for (const { op } of statements) {
        for (const form of formsOf(op)) forms.set(form, (forms.get(form) ?? 0) + 1)
      }
    }
  }
  return forms
}

/** `advise dontneed`, `uffd wp-async`, `register missing`, `copy wp`; plain verbs as they are. */
function formsOf(op: Op): string[] {
  switch (op.verb) {
    case 'advise':
      return [`advise ${op.advice}`]
    case 'protect':
      return [`protect ${op.access}`]
    case 'uffd':
      return ['uffd', ...op.features.map((feature) => `uffd ${feature}`)]
    case 'register':
      return op.modes.map((mode) => `register ${mode}`)
    case 'map':
      return [`map ${op.source.kind} ${op.shared ? 'shared' : 'private'}`]
    case 'copy':
    case 'continue':
      return [op.wp ? `${op.verb} wp` : op.verb]
    case 'scan':
      return [op.wpMatching ? 'scan wp-matching' : 'scan']
    default:
      return [op.verb]
  }
}
