// What a scenario shows on each release: the matrix of releases and the rules about userfaultfd that name one, a row a
// rule, a column a release. `y`: every expectation of the row is met; `-`: one is not.
import { describe, expect, it } from 'vitest'
import { checkAnnotated } from './annotated.ts'

const COLUMNS =
  'v5.7 v5.10 v5.12 v5.14 v5.15 v5.18 v5.19 v6.0 v6.1 v6.2 v6.3 v6.4 v6.6 v6.7 v6.8 v6.9 v6.12 v6.13 v6.18 v7.3'.split(
    ' ',
  )

interface Row {
  readonly rule: string
  /** The first release that shows it, and, where it has gone again, the first that does not. */
  readonly from: string
  readonly until?: string
  readonly text: string
}

const ANON = 'map A anon 2\nuffd\nregister A wp\nwrite A[0] = 1'
const FILE = 'file F 2\npwrite F[0] = 7\nmap A file F\nuffd\nregister A wp  #= ok'

const MATRIX: readonly Row[] = [
  {
    rule: 'anonymous memory can be protected',
    from: 'v5.7',
    text: `${ANON}\nwp A[0]  #= ok; A[0] P U X\nwrite A[0] = 2  #= blocked\npoll  #= msg wp,write`,
  },
  { rule: 'shared memory can be protected', from: 'v5.19', text: FILE },
  { rule: 'nothing gets a marker', from: 'v5.19', text: `${FILE}\nwp A[0]  #= A[0] M` },
  {
    rule: 'anonymous memory has markers on request',
    from: 'v6.4',
    text: 'map A anon 1\nuffd wp-unpopulated\nregister A wp\nwp A[0]  #= A[0] M',
  },
  {
    rule: 'protection without messages',
    from: 'v6.7',
    text: 'map A anon 1\nuffd wp-async  #= ok\nregister A wp\nscan A written  #= ok',
  },
  {
    rule: 'fork asks the area of the child',
    from: 'v5.14',
    text: `${ANON}\nwp A[0]\nfork C  #= C:A[0] P`,
  },
  {
    rule: 'a swap entry of the child, too',
    from: 'v5.14',
    text: `${ANON}\nwp A[0]\nadvise A pageout\nfork C  #= C:A[0] S`,
  },
  {
    rule: 'one reference more forces a copy',
    from: 'v5.10',
    until: 'v5.19',
    text: `${ANON}\nwp A[0]\nunwp A[0]\nhold A[0]\nwrite A[0] = 2  #= calls wp_page_copy`,
  },
  {
    rule: 'protecting what is read-only flushes',
    from: 'v5.7',
    until: 'v5.19',
    text: `${ANON}\nread A[1]\nwp A[1]  #= A[1] Z U; calls flush_tlb_mm_range`,
  },
  {
    rule: 'a resolved page of one’s own is writable at once',
    from: 'v6.3',
    text: `${ANON}\nwp A[0]\nunwp A[0]  #= A[0] P X RW`,
  },
  {
    rule: 'resolving takes RW from what nobody protected',
    from: 'v5.7',
    until: 'v6.3',
    text: `${ANON}\nunwp A[0]\nwrite A[0] = 2  #= flt 1`,
  },
  {
    rule: 'a resolved shared page is writable at once',
    from: 'v5.19',
    until: 'v6.3',
    text: `${FILE}\nwrite A[0] = 1\nwp A[0]\nunwp A[0]  #= A[0] P F X RW`,
  },
  {
    rule: 'a read of shared memory under write-protection maps it writable',
    from: 'v5.19',
    until: 'v6.2',
    text: `${FILE}\nread A[0]  #= A[0] P F X RW`,
  },
  {
    rule: 'UNREGISTER takes the bits back',
    from: 'v6.0',
    text: `${ANON}\nwp A[0]\nunregister A  #= A[0] P X`,
  },
  { rule: 'close takes the bits back', from: 'v6.9', text: `${ANON}\nwp A[0]\nclose  #= A[0] P X` },
  {
    rule: 'mremap takes the bits back',
    from: 'v6.13',
    text: `${ANON}\nwp A[0]\nremap A at 0x200000000000  #= A[0] P X`,
  },
  {
    rule: 'one call protects several areas',
    from: 'v6.4',
    text: 'map A anon 4\nuffd\nregister A wp\nunmap A[2]\nwp A[0..3]  #= ok',
  },
  {
    rule: 'a read-only entry keeps D elsewhere',
    from: 'v6.6',
    text: `${ANON}\nwp A[0]  #= raw A[0] P US A UFFD_WP SOFT_DIRTY SAVED_DIRTY NX`,
  },
  {
    rule: 'a fault in an armed area leaves mmap_lock alone',
    from: 'v6.6',
    text: `${ANON}\nwrite A[1] = 2  #= locks VMA`,
  },
  {
    rule: 'registering again may drop write-protection',
    from: 'v5.7',
    until: 'v7.3',
    text: `${ANON}\nwp A[0]\nregister A missing  #= ok; A[0] P U X`,
  },
]

const USERFAULTFD: readonly Row[] = [
  { rule: 'feature minor-shmem', from: 'v5.14', text: 'uffd minor-shmem  #= ok' },
  { rule: 'feature exact-address', from: 'v5.18', text: 'uffd exact-address  #= ok' },
  { rule: 'feature wp-hugetlbfs-shmem', from: 'v5.19', text: 'uffd wp-hugetlbfs-shmem  #= ok' },
  { rule: 'feature wp-unpopulated', from: 'v6.4', text: 'uffd wp-unpopulated  #= ok' },
  {
    rule: 'features of before v5.7',
    from: 'v5.7',
    text: 'uffd event-fork event-remap event-remove event-unmap missing-shmem sigbus thread-id  #= ok',
  },
  {
    rule: 'mode minor of shared memory',
    from: 'v5.14',
    text: 'file F 1\nmap A file F\nuffd\nregister A minor  #= ok',
  },
  {
    rule: 'mode minor of anonymous memory is refused',
    from: 'v5.7',
    text: 'map A anon 1\nuffd\nregister A minor  #= EINVAL',
  },
  {
    rule: 'mode missing of shared memory; the area lacks wp',
    from: 'v5.7',
    text: 'file F 1\nmap A file F\nuffd\nregister A missing  #= ok\nwp A  #= ENOENT',
  },
  {
    rule: 'CONTINUE exists',
    from: 'v5.14',
    text: 'file F 1\npwrite F[0] = 7\nmap A file F\nuffd\nregister A missing\ncontinue A[0]  #= ok; A[0] P F X',
  },
  {
    rule: 'CONTINUE may protect',
    from: 'v6.4',
    text: 'file F 1\npwrite F[0] = 7\nmap A file F\nuffd\nregister A minor,wp\ncontinue A[0] wp  #= ok; A[0] P F U X',
  },
  {
    rule: 'COPY protects in an area that is read-only, too',
    from: 'v5.18',
    text: 'map A anon 1\nuffd\nregister A missing,wp\nprotect A r\ncopy A[0] = 1 wp  #= A[0] P U X',
  },
  {
    rule: 'COPY protects where the area is writable',
    from: 'v5.7',
    text: 'map A anon 1\nuffd\nregister A missing,wp\ncopy A[0] = 1 wp  #= A[0] P U X',
  },
  {
    rule: 'COPY may not protect where the area lacks wp',
    from: 'v5.7',
    text: 'map A anon 1\nuffd\nregister A missing\ncopy A[0] = 1 wp  #= EINVAL',
  },
  {
    rule: 'a missing fault, a protected one, each with its flags',
    from: 'v5.7',
    text: 'map A anon 1\nuffd\nregister A missing,wp\nwrite A[0] = 1  #= blocked\npoll  #= msg write\ncopy A[0] = 2 wp\npoll  #= msg wp,write\nunwp A[0]  #= woken main ok',
  },
  {
    rule: 'UNREGISTER of write-protection wakes nobody',
    from: 'v5.7',
    text: `${ANON}\nwp A[0]\nwrite A[0] = 2  #= blocked\nunregister A  #= woken nobody\nwake A  #= woken main ok`,
  },
  {
    rule: 'the bit survives swap, and a write blocks',
    from: 'v5.7',
    text: `${ANON}\nwp A[0]\nadvise A pageout  #= A[0] S U\nwrite A[0] = 2  #= blocked; A[0] P U X`,
  },
  {
    rule: 'unwp reaches what is in swap',
    from: 'v5.7',
    text: `${ANON}\nwp A[0]\nadvise A pageout\nunwp A[0]  #= A[0] S\nwrite A[0] = 2  #= ok`,
  },
  {
    rule: 'one reference more forces a copy of what swap gave back: nothing remembers who was exclusive',
    from: 'v5.10',
    until: 'v5.19',
    text: 'map A anon 1\nwrite A[0] = 1\nadvise A pageout\nread A[0]\nhold A[0]\nwrite A[0] = 2  #= ok; calls wp_page_copy',
  },
  {
    rule: 'what has no entry is not protected in anonymous memory',
    from: 'v5.7',
    text: `${ANON}\nwp A  #= A[1] none\nwrite A[1] = 2  #= ok`,
  },
  {
    rule: 'a hole in the range is refused',
    from: 'v5.7',
    until: 'v6.4',
    text: `map A anon 4\nuffd\nregister A wp\nwrite A[0] = 1\nunmap A[2]\nwp A  #= ENOENT; A[0] P X`,
  },
  {
    rule: 'MADV_POPULATE_WRITE exists, and blocks at a protected page',
    from: 'v5.14',
    text: `${ANON}\nwp A[0]\nadvise A[0] populate-write  #= blocked`,
  },
  {
    rule: 'MADV_COLLAPSE exists',
    from: 'v6.1',
    text: 'map A anon 512\nadvise A hugepage\nread A[0]\nadvise A dontneed\nwrite A[0] = 1\nadvise A collapse  #= ok',
  },
  {
    rule: 'before MADV_COLLAPSE exists it is refused, mapped or not',
    from: 'v5.7',
    until: 'v6.1',
    text: 'map A anon 1024\nunmap A[0..511]\nadvise A[0..511] collapse  #= EINVAL',
  },
  { rule: 'PAGEMAP_SCAN exists', from: 'v6.7', text: 'map A anon 1\nscan A written  #= ok' },
]

function shown({ text }: Row, kernel: string): 'y' | '-' {
  const { asked, failures } = checkAnnotated(`${text}\n`, { kernel })
  return asked > 0 && failures.length === 0 ? 'y' : '-'
}

describe.each([
  ['the matrix of releases', MATRIX],
  ['rules about userfaultfd', USERFAULTFD],
] as const)('%s', (_title, rows) => {
  it.each(rows.map((row) => [row.rule, row] as const))('%s', (_rule, row) => {
    const first = COLUMNS.indexOf(row.from)
    const last = row.until === undefined ? COLUMNS.length : COLUMNS.indexOf(row.until)
    const expected = COLUMNS.map((_, i) => (i >= first && i < last ? 'y' : '-'))
    const found = COLUMNS.map((kernel) => shown(row, kernel))
    expect(found.join(' ')).toBe(expected.join(' '))
  })
})
