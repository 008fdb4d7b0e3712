import { expect, test } from 'vitest'
import type { InputFind } from './fuzz-inputs.ts'
import { targets, tryWithin } from './fuzz-inputs.ts'

const INPUTS = 20_000

test(`${INPUTS} hostile inputs crash no reader and hang none`, async () => {
  const all = await targets()
  const finds: InputFind[] = []
  for (let seed = 1; seed <= INPUTS; seed++) {
    const { find } = await tryWithin(all, seed)
    if (find !== null) finds.push(find)
  }
  expect(finds).toEqual([])
}, 120_000)
