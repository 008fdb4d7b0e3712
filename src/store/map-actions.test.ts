import { expect, test } from 'vitest'
import type { View } from '../protocol/messages.ts'
import { rangeActions } from './map-actions.ts'

const view = {
  mms: [
    { id: 0, regions: [{ name: 'A', start: 512, pages: 1024, listed: true }] },
    { id: 1, regions: [{ name: 'A', start: 512, pages: 1024, listed: true }] },
  ],
  tasks: [
    { name: 'main', mm: 0, state: { is: 'idle' } },
    { name: 'monitor', mm: 0, state: { is: 'idle' } },
    { name: 'child', mm: 1, state: { is: 'idle' } },
  ],
} as unknown as View

const statements = (mm: number, actor: string) =>
  rangeActions(view, { mm, region: 'A', from: 3, to: 9 }, 'A[3..9]', actor).main.map(
    ({ statement }) => statement,
  )

test('a range is acted on by statements that take a range', () => {
  expect(statements(0, 'main')).toEqual([
    'wp A[3..9]',
    'unwp A[3..9]',
    'advise A[3..9] populate-write',
    'advise A[3..9] populate-read',
    'advise A[3..9] pageout',
  ])
})

test('a range of another process is acted on by a thread of that process', () => {
  expect(statements(1, 'main')).toContain('child: advise A[3..9] pageout')
})
