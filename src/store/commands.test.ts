import { expect, test } from 'vitest'
import { COMMANDS, capsOf } from './commands.ts'
import { find } from './find.ts'
import { initialState } from './state.ts'

/** The keys that hands are promised, and what each does. Compare and the lesson have the same keys for their own. */
const HANDS: readonly (readonly [key: string, id: string])[] = [
  ['ArrowRight', 'time.stepForward'],
  ['ArrowLeft', 'time.stepBack'],
  ['Shift+ArrowRight', 'time.statementForward'],
  ['Shift+ArrowLeft', 'time.statementBack'],
  ['Space', 'time.play'],
  ['Home', 'time.first'],
  ['End', 'time.last'],
  ['F10', 'time.over'],
  ['F11', 'time.into'],
  ['Shift+F11', 'time.out'],
  ['o', 'time.over'],
  ['i', 'time.into'],
  ['u', 'time.out'],
  ['1', 'view.stage'],
  ['2', 'view.map'],
  ['3', 'view.explore'],
  ['4', 'view.lesson'],
  ['5', 'view.compare'],
  ['w', 'act.write'],
  ['r', 'act.read'],
  ['p', 'act.protect'],
  ['v', 'act.resolve'],
  ['/', 'find.palette'],
  ['$mod+k', 'find.palette'],
  ['[', 'time.previousChange'],
  [']', 'time.nextChange'],
  ['d', 'compare.next'],
  ['$mod+z', 'edit.undo'],
  ['$mod+Shift+z', 'edit.redo'],
  ['s', 'view.share'],
  ['e', 'view.export'],
  ['?', 'view.keys'],
]

test.each(HANDS)('%s is bound to %s', (key, id) => {
  expect(COMMANDS.find((one) => one.id === id)?.keys).toContain(key)
})

test('a key means one thing in one place', () => {
  for (const [key] of HANDS) {
    const groups = COMMANDS.filter(({ keys }) => keys.includes(key)).map(
      ({ id }) => id.split('.')[0],
    )
    expect(new Set(groups).size).toBe(groups.length)
  }
})

test('every command has a name of its own that begins with a capital, and can be found by it', () => {
  const state = initialState()
  const titles = COMMANDS.map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const command of COMMANDS) {
    expect(command.title).toMatch(/^[A-Z]/)
    if (command.id === 'find.palette' || !command.enabled(state)) continue
    const found = find(state, command.title).commands.map((one) => one.id)
    expect(found).toContain(command.id)
  }
})

test('keys are printed as they stand on the caps', () => {
  expect(capsOf('Shift+ArrowRight')).toEqual(['Shift', '→'])
  expect(capsOf('$mod+k')).toEqual(['Ctrl', 'K'])
})
