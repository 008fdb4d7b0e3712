import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from './diagnostics.ts'
import { readScenario } from './read-scenario.ts'

function problems(text: string): string[] {
  return readScenario(text).diagnostics.map((diagnostic) => renderDiagnostic(diagnostic))
}

describe('readScenario', () => {
  it('reads the example of the language', () => {
    const text = `scenario 1
title Wr-protect a page whose page table does not exist yet
kernel v6.1
file F 1024                      # memfd of 1024 pages
pwrite F[0..1023] = 7            # data is in the page cache; no page table maps it
map A file F shared              # 4 MiB = two PMD ranges, nothing populated
uffd wp-hugetlbfs-shmem          # userfaultfd(2) + UFFDIO_API with that feature
register A wp
wp A[3]                          # monitor: pre-populates the pmd, installs a pte marker
write A[3] = 8                   # main: page faulted in read-only, message, blocked
poll                             # monitor: reads the message
unwp A[3]                        # monitor: resolves and wakes; main's write completes
read A[3]
`
    expect(problems(text)).toEqual([])
    expect(readScenario(text).regions).toMatchObject([{ name: 'A', pages: 1024 }])
  })

  it('reports mistakes of both kinds in the order of the lines', () => {
    expect(problems('wp A\nmap B anno 4\nread C[0]')).toEqual([
      '1:4: found the unknown name "A", expected a region',
      '2:7: found "anno", expected "anon" or "file"; did you mean "anon"?',
      '3:6: found the unknown name "C", expected a region',
    ])
  })

  it('reports a mistake in a declaration once', () => {
    expect(problems('map A anon\nwp A\nT: read A[0]\nthred T')).toEqual([
      '1:11: found the end of the statement, expected a number of pages, 0 to 1048576',
      '4:1: found "thred", expected a verb; did you mean "thread"?',
    ])
  })
})
