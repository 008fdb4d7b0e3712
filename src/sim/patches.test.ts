// Every patch of the story does what its cases say, and shows a difference in one of them.
import { describe, expect, it } from 'vitest'
import { readSchedule } from '../explore/schedule-text.ts'
import { PATCHES } from '../linux/profiles/patches.ts'
import { HEADER_FRAMES, MAX_FRAMES } from '../machine/phys.ts'
import { checkAnnotated } from './annotated.ts'
import type { Case } from './patch-cases.ts'
import { CASES } from './patch-cases.ts'
import type { Simulation } from './simulation.ts'

function headerOf({ id, from, isAdded = false, also = '' }: Case, side: '+' | '-'): string {
  const own = isAdded === (side === '+') ? ` ${side}${id}` : ''
  const others = own === '' || isAdded ? '' : ` ${also}`
  return `kernel ${from}${own}${others}`
}

describe('patches', () => {
  it.each(CASES.map((one) => [`${one.id}: ${one.name}`, one] as const))('%s', (_name, one) => {
    let asked = 0
    for (const side of ['+', '-'] as const) {
      const schedule = readSchedule(one.schedule ?? '')
      const before = ({ kernel }: Simulation, line: string) => {
        if (line === one.memoryEndsBefore) kernel.m.write(HEADER_FRAMES, MAX_FRAMES)
      }
      if (typeof schedule === 'string') throw new Error(schedule)
      const options = { side, before, ...(schedule.length > 0 ? { schedule } : {}) }
      const checked = checkAnnotated(`${headerOf(one, side)}\n${one.text}\n`, options)
      expect(checked.failures, `side ${side}`).toEqual([])
      asked += checked.asked
    }
    expect(asked).toBeGreaterThan(1)
  })

  it('are all there', () => {
    const tested = new Set(CASES.map(({ id }) => id))
    expect(PATCHES.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([])
  })

  it('each show a difference in some scenario', () => {
    const telling = new Set(CASES.filter(({ text }) => /#-/.test(text)).map(({ id }) => id))
    expect(PATCHES.map(({ id }) => id).filter((id) => !telling.has(id))).toEqual([])
  })
})
