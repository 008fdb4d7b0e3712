import { describe, expect, it } from 'vitest'
import { readScenario } from '../lang/read-scenario.ts'
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
