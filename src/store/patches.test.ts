import { expect, test } from 'vitest'
import { PRESETS } from '../scenarios/index.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import { patchesOf } from './patches.ts'
import { kernelOf, togglePatch, withKernel } from './text.ts'

const handlers = createSimHandlers({ shared: false })

async function runOf(text: string) {
  const { run, diagnostics } = await handlers.load({ text })
  if (run === null) throw new Error(JSON.stringify(diagnostics))
  return run
}

test.each(PRESETS.map((preset) => [preset.id, preset.text] as const))(
  'every patch offered for %s can be switched',
  async (_, text) => {
    const { profiles, patches } = await handlers.hello({})
    const known = new Set(patches.map(({ id }) => id))
    for (const { id, present } of patchesOf(text, await runOf(text), profiles, known, 2)) {
      const kernel = kernelOf(text)
      const natural = profiles.find(({ name }) => name === kernel.version)?.patches.includes(id)
      const other = withKernel(text, togglePatch(kernel, id, !present, natural ?? false))
      expect((await runOf(other)).kernel).toBe(kernel.version)
    }
  },
)

test('patches that the text names come first and are all shown', async () => {
  const text = 'kernel v6.1 -swap-wp-bit\nmap A anon 4\nuffd\nregister A wp\nwp A\n'
  const { profiles, patches } = await handlers.hello({})
  const known = new Set(patches.map(({ id }) => id))
  const states = patchesOf(text, await runOf(text), profiles, known, 2)
  expect(states).toEqual([
    { id: 'swap-wp-bit', present: false },
    { id: 'uffd-wp-bit', present: true },
  ])
})
