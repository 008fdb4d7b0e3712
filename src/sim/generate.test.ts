import { describe, expect, it } from 'vitest'
import type { Op } from '../lang/ast.ts'
import { ACCESS, ADVICE, FEATURES, MODES } from '../lang/ast.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { VERBS } from '../lang/verbs.ts'
import { profiles } from '../linux/profiles/index.ts'
import { generate, seededRandom, shrink } from './generate.ts'
import { hunt } from './hunt.ts'

const KERNELS = profiles().map((profile) => profile.name)

describe('generate', () => {
  it('makes the same scenario of the same seed, and another of another', () => {
    expect(generate(seededRandom(7))).toBe(generate(seededRandom(7)))
    expect(generate(seededRandom(7))).not.toBe(generate(seededRandom(8)))
  })

  it('makes scenarios that may run', () => {
    for (let seed = 0; seed < 300; seed++) {
      const text = generate(seededRandom(seed), { parallel: seed % 2 === 0 })
      expect(readScenario(text).diagnostics, text).toEqual([])
    }
  })

  it('brings together what it is there to bring together', () => {
    const all = Array.from({ length: 300 }, (_, seed) => generate(seededRandom(seed)))
    const meets = (...words: RegExp[]) =>
      all.filter((text) => words.every((word) => word.test(text))).length
    expect(meets(/^wp /m, /fork C1/)).toBeGreaterThan(50)
    expect(meets(/^wp /m, /pageout/)).toBeGreaterThan(50)
    expect(meets(/^wp /m, /hugepage/)).toBeGreaterThan(50)
    expect(meets(/^wp /m, /dontneed|punch|truncate/, /file /)).toBeGreaterThan(50)
    expect(meets(/register \w+ minor,wp/, /continue/)).toBeGreaterThan(3)
    expect(meets(/event-remap/, /remap \w+ at/)).toBeGreaterThan(10)
    expect(meets(/wp-async/, /scan .* wp-matching/)).toBeGreaterThan(2)
  })
})

/** Every verb of the language, with every word that changes what it does. */
function formsOfLanguage(): string[] {
  const flags: Readonly<Record<string, readonly string[]>> = {
    unwp: ['dontwake'],
    copy: ['wp', 'dontwake'],
    zero: ['dontwake'],
    continue: ['wp', 'dontwake'],
    scan: ['written', 'wpMatching', 'checkWpAsync'],
    map: ['private', 'shared', 'readOnly', 'at', 'anon', 'file', 'from', 'pages'],
    file: ['thp'],
    serve: ['on', 'off'],
    advise: ADVICE,
    protect: ACCESS,
    uffd: FEATURES,
    register: [...MODES, 'missing,wp', 'minor,wp', 'missing,minor'],
  }
  return Object.keys(VERBS).flatMap((verb) => [
    verb,
    ...(flags[verb] ?? []).map((word) => `${verb} ${word}`),
  ])
}

function formsOf(op: Op): string[] {
  const { verb } = op
  const words = Object.entries(op).flatMap(([key, value]) => (value === true ? [key] : []))
  if (op.verb === 'advise') words.push(op.advice)
  if (op.verb === 'protect') words.push(op.access)
  if (op.verb === 'uffd') words.push(...op.features)
  if (op.verb === 'register') words.push(...op.modes, op.modes.join())
  if (op.verb === 'serve') words.push(op.on ? 'on' : 'off')
  if (op.verb === 'map') {
    words.push(op.shared ? 'shared' : 'private', op.source.kind)
    if (op.at !== null) words.push('at')
    if (op.source.kind === 'file' && op.source.from > 0) words.push('from')
    if (op.source.kind === 'file' && op.source.pages !== null) words.push('pages')
  }
  return [verb, ...words.map((word) => `${verb} ${word}`)]
}

describe('what is generated', () => {
  it('uses every verb of the language with every option, by every kind of actor', () => {
    const seen = new Map<string, number>()
    const add = (form: string) => seen.set(form, (seen.get(form) ?? 0) + 1)
    for (let seed = 0; seed < 2000; seed++) {
      const text = generate(seededRandom(seed), { parallel: seed % 2 === 0 })
      for (const line of readScenario(text).scenario.lines) {
        if (line.kind === 'cpus') add('cpus')
        if (line.kind !== 'operation') continue
        if (line.statements.length > 1) add('||')
        for (const { op, actor } of line.statements) {
          for (const form of formsOf(op)) add(form)
          add(`by ${actor ?? 'default'}`)
        }
      }
    }
    const forms = [...formsOfLanguage(), 'cpus', '||', 'by T', 'by U', 'by C1', 'by default']
    const rare = forms.filter((form) => (seen.get(form) ?? 0) < 5)
    expect(rare).toEqual([])
  })
})

describe('shrink', () => {
  it('leaves what the failure needs, and nothing else', () => {
    const text = `scenario 1
title long
file FA 1024 thp
map A file FA shared
map B anon 17 private
thread T
uffd wp-hugetlbfs-shmem thread-id
register A wp
register B wp
T: write B[3] = 7
wp A[100..300]
T: write A[200] = 5
read B[1]
poll
`
    const small = shrink(text, (candidate) => /wp A/.test(candidate) && /write A/.test(candidate))
    expect(small).toBe(`file FA 4
map A file FA shared
wp A[0]
write A[0] = 5
`)
  })
})

describe('300 random scenarios', () => {
  it('break no invariant, the kernels taking turns', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const found = hunt(seed, KERNELS[seed % KERNELS.length] as string)
      expect(found === null ? '' : `${found.kernel}: ${found.broken.what}\n${found.text}`).toBe('')
    }
  })
})

describe('100 random scenarios on kernels with a patch more or less', () => {
  it('break no invariant', () => {
    for (let seed = 1001; seed <= 1100; seed++) {
      const found = hunt(seed, KERNELS[seed % KERNELS.length] as string, true)
      expect(found === null ? '' : `${found.broken.what}\n${found.text}`).toBe('')
    }
  })
})
