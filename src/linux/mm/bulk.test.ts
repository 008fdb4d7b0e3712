import { expect, test } from 'vitest'
import { prepare } from '../../sim/run-text.ts'

const HEAD = 'scenario 1\nkernel v6.12\nmap A anon 1200\n'

/** The tables at the end of a scenario, and how many steps the whole of it took. */
function end(text: string) {
  const prepared = prepare(HEAD + text)
  if ('diagnostics' in prepared) throw new Error('the scenario has errors')
  const { sim, operations } = prepared
  for (const line of operations) sim.run(line)
  return { mm: sim.record(sim.lines.length - 1).mm, steps: sim.steps }
}

const each = (from: number, to: number, say: (i: number) => string): string =>
  Array.from({ length: to - from + 1 }, (_, i) => say(from + i)).join('\n')

for (const advice of ['populate-write', 'populate-read']) {
  test(`${advice} of many pages leaves what as many single faults leave`, () => {
    const many = end(`write A[40] = 1\nadvise A[3..1100] ${advice}`)
    const single = end(`write A[40] = 1\n${each(3, 1100, (i) => `advise A[${i}] ${advice}`)}`)
    expect(many.mm).toEqual(single.mm)
    expect(many.steps).toBeLessThan(200)
  })
}

test('swapping out many pages leaves what swapping out each of them leaves', () => {
  const fill = 'advise A[0..900] populate-write\nadvise A[500] dontneed\nread A[501]\n'
  const many = end(`${fill}advise A[0..900] pageout`)
  const single = end(fill + each(0, 900, (i) => `advise A[${i}] pageout`))
  expect(many.mm).toEqual(single.mm)
  expect(many.steps).toBeLessThan(300)
})

test('giving back many pages leaves what giving back each of them leaves', () => {
  const fill = 'advise A[0..900] populate-write\nadvise A[300..310] pageout\nhold A[40]\n'
  const again = '\nadvise A[0..900] populate-write'
  const many = end(`${fill}advise A[0..900] dontneed${again}`)
  const single = end(`${fill}${each(0, 900, (i) => `advise A[${i}] dontneed`)}${again}`)
  expect(many.mm).toEqual(single.mm)
  expect(many.steps).toBeLessThan(300)
})

test('many pages that ask the monitor are not populated behind its back', () => {
  const asked = end('uffd\nregister A missing\nadvise A[0..99] populate-write')
  expect(asked.mm[0]?.regions[0]?.ptes).toEqual([])
})

test('a step of many pages holds every change of theirs: going back takes all of them away', () => {
  const prepared = prepare(`${HEAD}advise A[0..1199] populate-write\nadvise A[0..1199] pageout`)
  if ('diagnostics' in prepared) throw new Error('the scenario has errors')
  const { sim, operations } = prepared
  for (const line of operations) sim.run(line)
  const last = sim.record(2).mm
  expect(sim.record(1).mm[0]?.regions[0]?.ptes).toHaveLength(1)
  sim.seek(0)
  expect(sim.record(2).mm).toEqual(last)
})
