import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { BEHAVIOUR_IDS } from './behaviours.ts'
import { behavioursOf, findProfile, NEWEST, profiles } from './index.ts'

const SRC = path.join(import.meta.dirname, '../..')

/** Nobody asks for these: they are told apart in the list of patches and show nothing else in the model. */
const UNASKED: Readonly<Record<string, string>> = {
  'wp-shared-first': 'the order of two tests that exclude each other',
}

/** No release has these: they are what-ifs. */
const WHAT_IFS: Readonly<Record<string, string>> = {
  'lru-cache-ref': 'the recordings were made with the cache drained',
  'unregister-wake': 'in no kernel',
}

function sources(folder: string): string {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === 'profiles' ? '' : sources(file)
      return file.endsWith('.ts') && !file.endsWith('.test.ts') ? fs.readFileSync(file, 'utf8') : ''
    })
    .join('\n')
}

describe('behaviours', () => {
  const code = sources(path.join(SRC, 'linux')) + sources(path.join(SRC, 'sim'))

  it('are each asked for by the code, or listed with the reason', () => {
    const asked = BEHAVIOUR_IDS.filter(
      (id) => code.includes(`'${id}'`) || new RegExp(`\\bb\\.${id}\\b`).test(code),
    )
    const unasked = BEHAVIOUR_IDS.filter((id) => !asked.includes(id))
    expect(unasked.sort()).toEqual(Object.keys(UNASKED).sort())
  })

  it('are each held by some profile, or listed as what-ifs', () => {
    const held = new Set(profiles().flatMap((profile) => profile.behaviours))
    const never = BEHAVIOUR_IDS.filter((id) => !held.has(id))
    expect(never.sort()).toEqual(Object.keys(WHAT_IFS).sort())
  })

  it('of a profile exist, and stand in it once', () => {
    for (const { name, behaviours } of profiles()) {
      expect(new Set(behaviours).size, name).toBe(behaviours.length)
      for (const id of behaviours) expect(BEHAVIOUR_IDS, name).toContain(id)
    }
  })

  it('can be put on and taken away', () => {
    const newest = findProfile(NEWEST)
    if (newest === null) throw new Error('no newest profile')
    const switched = behavioursOf(
      newest,
      new Map([
        ['unregister-wake', true],
        ['close-reset', false],
      ] as const),
    )
    expect([switched['unregister-wake'], switched['close-reset']]).toEqual([true, false])
    expect(Object.keys(switched)).toHaveLength(BEHAVIOUR_IDS.length)
  })
})

describe('profiles', () => {
  it('have names of their own, and a base that stands before them', () => {
    const names = profiles().map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const [i, { base }] of profiles().entries()) {
      if (base !== null) expect(names.slice(0, i)).toContain(base)
    }
  })

  it('are a .0 release by its v, or a stable release by its full number', () => {
    for (const { name, kind } of profiles()) {
      expect(name).toMatch(kind === 'release' ? /^v\d+\.\d+$/ : /^\d+\.\d+\.\d+$/)
    }
  })
})
