// Counts do not depend on the machine: a difference is a change of the program. One that is meant goes into
// .ci/bench.json with `npm run bench -- --counts --write`, in a commit that says why.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allCounts } from './counts.ts'

const EXPECTED: unknown = JSON.parse(
  readFileSync(new URL('../../../.ci/bench.json', import.meta.url), 'utf8'),
)

test('counts are those of .ci/bench.json', () => {
  expect(allCounts()).toEqual(EXPECTED)
})
