import { describe, expect, it } from 'vitest'
import { BEHAVIOUR_IDS, OTHER_IDS, PATCH_IDS } from './behaviours.ts'
import { findProfile, profiles } from './index.ts'
import { expandPatch, PATCHES, patchProblem } from './patches.ts'
import type { Profile } from './profile.ts'
import { isPlain, ruleOf } from './rules.ts'

const kernel = (name: string) => findProfile(name) as Profile
const problem = (name: string, words: string) =>
  patchProblem(
    kernel(name),
    words.split(' ').map((word) => ({ id: word.slice(1), present: word.startsWith('+') })),
  )

describe('patches', () => {
  it('have a subject, a release, a sentence, and switch behaviours that exist', () => {
    for (const { subject, since, rule, switches, needs, builtOn } of PATCHES) {
      expect(subject).not.toBe('')
      expect(since).toMatch(/^v\d+\.\d+$|^no release$/)
      expect(rule).toMatch(/^[A-Za-z].*\.$/)
      for (const id of switches) expect(PATCH_IDS).toContain(id)
      for (const id of [...needs, ...builtOn]) expect(BEHAVIOUR_IDS).toContain(id)
    }
  })

  it('switch every behaviour that can be switched', () => {
    const switched = new Set(PATCHES.flatMap((one) => one.switches))
    expect([...switched].sort()).toEqual([...PATCH_IDS].sort())
  })

  it('hold in the releases from their first on, and in none before but by a backport', () => {
    const releases = profiles().filter((one) => one.kind === 'release')
    const number = (name: string) => {
      const [major = 0, minor = 0] = name.slice(1).split('.').map(Number)
      return major * 1000 + minor
    }
    for (const { id, since, switches } of PATCHES) {
      if (since === 'no release') continue
      for (const profile of releases) {
        for (const one of switches) {
          const has = profile.behaviours.includes(one)
          expect(has, `${id} in ${profile.name}`).toBe(number(profile.name) >= number(since))
        }
      }
    }
  })

  it('can each be taken from a kernel that has it, or say what is built on it', () => {
    const refused = PATCHES.filter(({ id }) => problem('v7.3', `-${id}`) !== null)
    expect(refused.map(({ id }) => id)).toEqual(['wp-writenotify', 'wp-unpopulated'])
    expect(problem('v7.3', '-wp-writenotify')).toEqual({
      found: '-wp-writenotify on v7.3, where resolve-upgrade is built on it',
      expected: '-resolve-upgrade as well',
    })
    expect(problem('v7.3', '-wp-writenotify -resolve-upgrade')).toBeNull()
  })

  it('can each be put on the release before their first, with what their series needs', () => {
    const releases = profiles().filter((one) => one.kind === 'release')
    for (const { id, since, needs } of PATCHES) {
      const at = releases.findIndex((one) => one.name === since)
      const before = releases[at - 1]
      // The part of marker-fault comes with the whole.
      if (before === undefined || id === 'marker-fault.keep-bit') continue
      const chain = new Set<string>()
      const gather = (of: readonly string[]) => {
        for (const need of of) {
          if (before.behaviours.includes(need as never)) continue
          gather(PATCHES.find((one) => one.id === need)?.needs ?? [])
          chain.add(need)
        }
      }
      gather(needs)
      const missing = [...chain]
      const words = [...missing, id].map((one) => `+${one}`).join(' ')
      expect(problem(before.name, words), `${words} on ${before.name}`).toBeNull()
      if (missing.length > 0) {
        expect(problem(before.name, `+${id}`)?.found).toContain(missing.join(', '))
      }
    }
  })

  it('are refused twice, or as a whole and in parts', () => {
    expect(problem('v6.1', '-wp-none-pte +wp-none-pte')?.found).toBe('patch "wp-none-pte" twice')
    expect(problem('v6.1', '-wp-none-pte +wp-none-pte.marker')).toEqual({
      found: 'wp-none-pte and wp-none-pte.marker',
      expected: 'a patch as a whole, or its parts',
    })
  })

  it('say the whole chain that is missing', () => {
    expect(problem('v5.18', '+wp-none-pte')).toEqual({
      found: '+wp-none-pte on v5.18, which has no marker-fault, persist-on-zap',
      expected: '+marker-fault +persist-on-zap as well, or a kernel that has them',
    })
  })

  it('expand to nothing where there is no such patch', () => {
    expect(expandPatch('nonsense')).toEqual([])
  })
})

describe('rules', () => {
  it('exist for every behaviour, as a sentence with a release', () => {
    for (const id of BEHAVIOUR_IDS) {
      const { rule, since } = ruleOf(id)
      expect(rule, id).toMatch(/^[A-Za-z].*\.$/)
      expect(since, id).not.toBe('')
    }
  })

  it('say of a plain behaviour that it is none of the patches', () => {
    for (const id of OTHER_IDS) {
      expect(isPlain(id)).toBe(true)
      expect(ruleOf(id).subject).toBeNull()
    }
    expect(isPlain('close-reset')).toBe(false)
    expect(ruleOf('close-reset').subject).toContain('reset ptes when close()')
  })
})
