import { describe, expect, it } from 'vitest'
import { runAll } from '../../sim/run-all.ts'
import { prepare } from '../../sim/run-text.ts'
import { watchLines } from '../../sim/watch.ts'

const KERNELS = ['v6.1', '6.1.192', 'v6.6', 'v6.12', '6.18.44', 'v7.3']

const SCENARIOS = [
  `file F 1024
map A file F private
read A[313]
advise A collapse`,
  `map A anon 512 shared
write A[106] = 20
advise A[0..511] collapse`,
  `file F 512
map A file F
map B file F
advise A populate-write
advise B[0..40] populate-read
fork C
C: advise A[100..300] populate-read
uffd wp-hugetlbfs-shmem
register B wp
wp B[3..40]
advise A collapse
C: read A[3]
advise B collapse`,
]

function started(text: string, kernel: string) {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) throw new Error('refused')
  return prepared
}

describe.each(KERNELS)('collapse of a file on %s', (kernel) => {
  it.each(SCENARIOS)('keeps every invariant, however many pages are unmapped: %#', (text) => {
    const { sim, operations } = started(text, kernel)
    expect(watchLines(sim, operations)).toEqual([])
  })

  it('changes nothing that is read', () => {
    const text = `file F 512
pwrite F[3..20] = 7
map A file F
write A[100] = 5
advise A collapse
read A[3]
read A[100]
pread F[20]
read A[400]`
    const values = runAll(started(text, kernel)).map(({ value }) => value)
    expect(values.slice(-4)).toEqual([7, 5, 7, 0])
  })
})
