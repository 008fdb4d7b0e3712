// Every figure that Node measures is measured in one part, and the samples of its processes count alike.
import { expect, test } from 'vitest'
import { PARTS, partsWith, pooled } from './parts.ts'
import type { RowSpec } from './rows.ts'
import { ROW_NAMES, ROWS } from './rows.ts'

test('every row of Node belongs to one part', () => {
  const inNode = ROW_NAMES.filter((name) => (ROWS[name] as RowSpec).where === 'node')
  expect(PARTS.flatMap(({ rows }) => rows).sort()).toEqual([...inNode].sort())
})

test('a part is measured for any of its rows, and no other is', () => {
  const names = (beginning: string) =>
    partsWith((name) => name.startsWith(beginning)).map(({ rows }) => rows[0])
  expect(names('resolve.shmem.first')).toEqual(['protect.shmem.first'])
  expect(names('seek')).toEqual(['seek'])
  expect(names('scale')).toEqual(['scale.pages', 'scale.steps', 'scale.processes', 'scale.actors'])
})

test('samples of several processes are pooled, a missing reference stays missing', () => {
  const rounds = [
    [
      { name: 'walk', values: [1, 2], references: [3] },
      { name: 'seek', values: [4], note: 'first' },
    ],
    [
      { name: 'walk', values: [5], references: [6, 7] },
      { name: 'seek', values: [8], note: 'second' },
    ],
  ] as const
  expect(pooled(rounds)).toEqual([
    { name: 'walk', values: [1, 2, 5], references: [3, 6, 7] },
    { name: 'seek', values: [4, 8], note: 'second' },
  ])
})
