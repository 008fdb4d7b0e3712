/** Every case of the gallery as data. `npm run test:unit -- src/gallery -u` takes them again. */
import { describe, expect, test } from 'vitest'
import type { SceneCase } from './cases.ts'
import { CASES } from './cases.ts'
import { lessonMoment, stagePicture, timelineMoment } from './moment.ts'
import { lessonOutline, outlineText, stageOutline, timelineOutline } from './outline.ts'

async function textOf(one: SceneCase): Promise<string> {
  if (one.kind === 'lesson') return outlineText(lessonOutline(await lessonMoment(one), one.width))
  if (one.kind === 'stage') return outlineText(stageOutline((await stagePicture(one)).scene))
  const { run, step } = await timelineMoment(one)
  return outlineText(timelineOutline(run, step, one.width))
}

describe('the picture of', () => {
  for (const one of CASES) {
    test(`${one.id} is as it was: ${one.says.toLowerCase()}`, async () => {
      const text = await textOf(one)
      expect(text.split('\n').length, 'a snapshot that nobody reads').toBeLessThan(200)
      expect(JSON.parse(text)).toHaveProperty('size')
      await expect(text).toMatchFileSnapshot(`./scenes/${one.id}.json`)
    })
  }
})

test('no two cases share a name', () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length)
})
