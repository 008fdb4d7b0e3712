import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSchedule, scheduleText } from './schedule-text.ts'

describe('schedules as text', () => {
  it('join the turns of one actor', () => {
    expect(scheduleText(['main', 'main', 'monitor', 'main'])).toBe('main×2 monitor main')
    expect(scheduleText([])).toBe('')
  })

  it('are read in every spelling', () => {
    const turns = ['main', 'main', 'T', 'monitor', 'monitor']
    for (const text of ['main×2 T monitor×2', 'main*2, T, monitor*2', 'main.2-T-monitor.2'])
      expect(readSchedule(text)).toEqual(turns)
  })

  it('say what cannot be read', () => {
    expect(readSchedule('main×0')).toBe('"main×0" is no stretch such as main×3')
    expect(readSchedule('main ×2')).toBe('"×2" is no stretch such as main×3')
    expect(readSchedule('main×999999')).toBe('a schedule of more than 100000 turns')
  })

  it('come back as they were', () => {
    const actor = fc.constantFrom('main', 'monitor', 'T', 'x2', 'C_1')
    fc.assert(
      fc.property(fc.array(actor), fc.constantFrom('×', '*', '.'), (schedule, times) => {
        expect(readSchedule(scheduleText(schedule, times))).toEqual(schedule)
      }),
      { seed: 7 },
    )
  })
})
