import { expect, test } from 'vitest'
import { TWO_WRITERS } from '../scenarios/index.ts'
import { createExploreHandlers } from './explore-handlers.ts'

test('an exploration is kept until it has been told; its schedules can be drawn from then on', async () => {
  const { text } = TWO_WRITERS
  const handlers = createExploreHandlers(() => 0)
  const begun = await handlers.explore({
    text,
    line: null,
    states: 500,
    preemptions: null,
    part: null,
  })
  if ('problem' in begun) throw new Error(begun.problem)
  while ((await handlers.exploreOn({ milliseconds: 1000 })).more);
  const { result } = await handlers.explored({})
  expect(result.states).toBeGreaterThan(0)
  expect(() => handlers.exploreOn({ milliseconds: 1 })).toThrow('before one was begun')
  const schedule = result.outcomes[0]?.schedule ?? []
  const story = await handlers.story({ text, line: begun.line, schedule })
  expect(story.turns.length).toBeGreaterThan(0)
})
