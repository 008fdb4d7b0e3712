import { expect, test } from 'vitest'
import { judge } from './hunt.ts'

/** What random scenarios once broke, as small as it became. */
const MENDED = [
  {
    what: 'entries of another process under no lock while a huge page of a file was split',
    kernel: 'v6.0',
    seeds: 1,
    text: `file FA 1024 thp
map A file FA shared from 512 pages 512
advise A hugepage
uffd missing-shmem
register A wp
wp A[0]
write A[317] = 20
protect A[0] r
fork C1
C1: read A[0]
advise A pageout
`,
  },
  {
    what: 'a huge entry split again by who had waited for its lock',
    kernel: 'v6.12',
    seeds: 40,
    text: `map B anon 512 private
advise B hugepage
thread T
hold B[0]
write B[0] = 68 || T: advise B[362] dontneed
`,
  },
]

test.each(MENDED)('finds nothing any more: $what', ({ kernel, seeds, text }) => {
  for (let seed = 1; seed <= seeds; seed++) expect(judge(text, kernel, seed)).toBeNull()
})
