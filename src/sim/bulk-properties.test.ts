// Many entries in one step, or each in a step of its own: the same kernel, so the same end. While somebody watches what
// is read and written, nothing is done in bulk; a watcher that only looks on makes the run page by page.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profiles } from '../linux/profiles/index.ts'
import type { Footprint } from '../machine/machine.ts'
import { prepare } from './run-text.ts'

const KERNELS = profiles().map((profile) => profile.name)
const PAGES = 1100

const LOOKS_ON: Footprint = {
  read: () => {},
  write: () => {},
  update: () => {},
  readRecord: () => {},
  writeRecord: () => {},
}

/** A page, often one where a table, a page of 64 KiB or the region begins or ends. */
const anyPage = fc.oneof(
  fc.constantFrom(0, 15, 16, 17, 511, 512, 513, 1023, 1024, PAGES - 1),
  fc.nat({ max: PAGES - 1 }),
)
const anyRange = fc
  .tuple(anyPage, anyPage)
  .map(([a, b]) => (a === b ? `A[${a}]` : `A[${Math.min(a, b)}..${Math.max(a, b)}]`))

const onRange = (...says: readonly ((range: string) => string)[]) =>
  fc.tuple(fc.constantFrom(...says), anyRange).map(([say, range]) => say(range))

/** What changes entries of many pages, what makes neighbours differ, and what changes the rules for all of them. */
const anyLine = fc.oneof(
  {
    weight: 6,
    arbitrary: onRange(
      (r) => `wp ${r}`,
      (r) => `unwp ${r}`,
    ),
  },
  {
    weight: 4,
    arbitrary: onRange(
      (r) => `advise ${r} populate-write`,
      (r) => `advise ${r} populate-read`,
      (r) => `advise ${r} dontneed`,
      (r) => `advise ${r} pageout`,
    ),
  },
  {
    weight: 2,
    arbitrary: onRange(
      (r) => `protect ${r} r`,
      (r) => `protect ${r} rw`,
      (r) => `protect ${r} none`,
    ),
  },
  { weight: 1, arbitrary: anyPage.map((page) => `write A[${page}] = ${page + 1}`) },
  { weight: 2, arbitrary: anyPage.map((page) => `read A[${page}]`) },
  { weight: 1, arbitrary: anyPage.map((page) => `hold A[${page}]`) },
)

/** Pages made this thread's own, or only read, then protected and resolved, each in part. */
const anyRound = fc
  .tuple(fc.constantFrom('populate-write', 'populate-read'), anyRange, anyRange, anyRange)
  .map(([advice, filled, wp, unwp]) => `advise ${filled} ${advice}\nwp ${wp}\nunwp ${unwp}`)

/** Lines while a child shares the pages. */
const afterFork = fc.oneof(
  { weight: 6, arbitrary: anyLine },
  { weight: 4, arbitrary: anyRound },
  { weight: 1, arbitrary: anyPage.map((page) => `C: read A[${page}]`) },
  { weight: 1, arbitrary: anyPage.map((page) => `C: write A[${page}] = 9`) },
)

const anyScenario = fc
  .record({
    map: fc.constantFrom(
      `map A anon ${PAGES}`,
      `map A anon ${PAGES} shared`,
      `file F ${PAGES}\nmap A file F`,
      `file F ${PAGES}\npwrite F[0..700] = 3\nmap A file F private`,
    ),
    uffd: fc.constantFrom(
      'uffd',
      'uffd wp-unpopulated',
      'uffd wp-hugetlbfs-shmem',
      'uffd wp-async',
    ),
    before: fc.array(anyLine, { maxLength: 4 }),
    after: fc.array(fc.oneof(anyLine, anyRound), { minLength: 1, maxLength: 6 }),
    forked: fc.option(fc.array(afterFork, { maxLength: 5 }), { nil: null }),
    kernel: fc.constantFrom(...KERNELS),
  })
  .map(({ map, uffd, before, after, forked, kernel }) => {
    const child = forked === null ? [] : ['fork C', ...forked]
    const lines = ['scenario 1', map, ...before, uffd, 'register A wp', ...after, ...child, '']
    return { kernel, text: lines.join('\n') }
  })

/** The whole state after every line, told by its digest; the record of the last; the steps it took. */
function end(text: string, kernel: string, watcher: Footprint | null) {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error(`refused: ${JSON.stringify(prepared.diagnostics)}`)
  const { sim, operations } = prepared
  const { m } = sim.kernel
  const states = operations.map((line) => {
    m.footprint = watcher
    sim.run(line)
    m.footprint = null
    return m.hash()
  })
  return { states, record: sim.record(operations.length - 1), steps: sim.steps }
}

describe('a random scenario of many pages', () => {
  it('ends alike in bulk and page by page, after every line', () => {
    let fewer = 0
    fc.assert(
      fc.property(anyScenario, ({ text, kernel }) => {
        const bulk = end(text, kernel, null)
        const single = end(text, kernel, LOOKS_ON)
        expect(bulk.record).toEqual(single.record)
        expect(bulk.states).toEqual(single.states)
        if (bulk.steps < single.steps) fewer++
      }),
      { numRuns: 40, seed: 7 },
    )
    // It would be no test if nothing had been done in bulk.
    expect(fewer).toBeGreaterThan(20)
  })
})
