// Every patch of the story, with it and without: `#+` says what a scenario shows with the patch, `#-` without, `#=` in
// both cases. `from` is a kernel that has it, or, with a plus, lacks it.
import { describe, expect, it } from 'vitest'
import type { PatchId } from '../linux/profiles/behaviours.ts'
import { PATCHES } from '../linux/profiles/patches.ts'
import { checkAnnotated } from './annotated.ts'

interface Case {
  readonly id: string
  readonly name: string
  readonly from: string
  /** The kernel lacks the patch: it is put on. */
  readonly isAdded?: boolean
  /** Other patches, as the header line has them. */
  readonly also?: string
  readonly text: string
}

const CASES: readonly Case[] = [
  {
    id: 'uffd-wp-bit',
    name: 'read-only for copy-on-write is not protected',
    from: 'v5.7',
    also: '-swap-wp-bit',
    text: `map A anon 2
write A[0] = 1
fork C
uffd
register A wp
write A[0] = 2   #+ ok #- blocked
poll             #+ EAGAIN #- msg wp,write
unwp A[0]
C: read A[0]     #+ value 1 #- value 2`,
  },
  {
    id: 'uffd-wp-bit',
    name: 'the zero page does not block for ever',
    from: 'v5.7',
    also: '-swap-wp-bit',
    text: `map A anon 2
uffd
register A wp
read A[1]
write A[1] = 3   #+ ok #- blocked
poll
unwp A[1]        #- woken nobody
poll             #+ EAGAIN #- msg wp,write`,
  },
  {
    id: 'uffd-wp-bit',
    name: 'a monitor that serves answers a store for ever; it is left blocked after some rounds',
    from: 'v6.7',
    also: '-swap-wp-bit',
    text: `map A anon 2 shared
uffd
register A wp
serve
read A[0]
write A[0] = 3   #+ ok #- blocked`,
  },
  {
    id: 'swap-wp-bit',
    name: 'the bit survives swap',
    from: 'v5.7',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
advise A[0] pageout  #+ A[0] S U #- A[0] S
write A[0] = 2       #+ blocked #- ok`,
  },
  {
    id: 'wp-api',
    name: 'without the ioctl nothing can be registered for write-protection',
    from: 'v5.7',
    also: '-uffd-wp-bit -swap-wp-bit',
    text: `map A anon 1
uffd
register A wp    #+ ok #- EINVAL`,
  },
  {
    id: 'fork-wp-child',
    name: 'a child that is not registered has no bit',
    from: 'v5.12',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
fork C           #+ C:A[0] P #- C:A[0] P U
C: write A[0] = 5 #= ok; C:A[0] P X`,
  },
  {
    id: 'fork-wp-child',
    name: 'the stale bit of a child whose parent dropped the page ends beside RW',
    from: 'v5.12',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
fork C
advise A dontneed
C: write A[0] = 5 #+ C:A[0] P X RW #- C:A[0] P U X RW`,
  },
  {
    id: 'marker-fault',
    name: 'a fault on a marker maps the page, protected',
    from: 'v5.19',
    text: `file F 4
pwrite F[0..3] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A[1]          #= A[1] M
write A[1] = 8   #+ blocked #- SIGBUS`,
  },
  {
    id: 'marker-fault.keep-bit',
    name: 'the page that takes the place of a marker keeps its protection',
    from: 'v5.19',
    text: `file F 4
pwrite F[0..3] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A[1]          #= A[1] M
write A[1] = 8   #+ blocked; A[1] P F U X #- ok; A[1] P F X`,
  },
  {
    id: 'persist-on-zap',
    name: 'a zap leaves a marker',
    from: 'v5.19',
    text: `file F 1
map A file F
uffd wp-hugetlbfs-shmem
register A wp
write A[0] = 1
wp A[0]
advise A[0] dontneed  #+ A[0] M #- A[0] none
write A[0] = 2        #+ blocked #- ok`,
  },
  {
    id: 'wp-none-pte',
    name: 'what has no entry yet can be protected',
    from: 'v5.19',
    text: `file F 1024
pwrite F[0..1023] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A[3]          #+ A[3] M; pmd table none #- A[3] none; pmd none none
write A[3] = 8   #+ blocked #- ok`,
  },
  {
    id: 'wp-none-pte.prepopulate',
    name: 'without tables there is no place for markers',
    from: 'v5.19',
    text: `file F 1024
pwrite F[0..1023] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A[3]          #+ A[3] M; pmd table none #- A[3] none; pmd none none
write A[3] = 8   #+ blocked #- ok`,
  },
  {
    id: 'wp-none-pte.prepopulate',
    name: 'where the table is there already it makes no difference',
    from: 'v5.19',
    text: `file F 1024
pwrite F[0..1023] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
read A[4]        #= pmd table none
wp A[3]          #= A[3] M
write A[3] = 8   #= blocked`,
  },
  {
    id: 'wp-none-pte.marker',
    name: 'tables alone protect nothing',
    from: 'v5.19',
    text: `file F 1024
pwrite F[0..1023] = 7
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A[3]          #+ A[3] M; pmd table none #- A[3] none; pmd table none
write A[3] = 8   #+ blocked #- ok`,
  },
  {
    id: 'wp-file-thp',
    name: 'a huge mapping of a file gives way to markers',
    from: 'v5.19',
    text: `file F 512 thp
map A file F
advise A hugepage
write A[0] = 1   #= pmd huge
uffd wp-hugetlbfs-shmem
register A wp
wp A             #+ pmd table; A[5] M; A[6] M #- pmd huge; A[5] P F U X`,
  },
  {
    id: 'fork-markers',
    name: 'a registered child has the markers',
    from: 'v5.19',
    text: `file F 2
map A file F
uffd wp-hugetlbfs-shmem event-fork
register A wp
wp A[0]
fork C
poll             #+ C:A[0] M #- C:A[0] none`,
  },
  {
    id: 'fork-marker-noevent',
    name: 'a child that is not registered has no marker; the stale one is cleared by the next fault',
    from: 'v5.19',
    isAdded: true,
    text: `file F 2
pwrite F[0..1] = 7
map A file F private
uffd wp-hugetlbfs-shmem
register A wp
write A[0] = 1
wp A[1]
fork C           #+ C:A[1] none #- C:A[1] M
C: read A[1]     #= ok; C:A[1] P F X`,
  },
  {
    id: 'khugepaged-keep',
    name: 'collapse leaves the table of a registered file, where its markers are',
    from: 'v6.1',
    text: `file F 512
map A file F
uffd wp-hugetlbfs-shmem
register A wp
write A[0] = 1
wp A[0..3]       #= A[0] P F U X; A[3] M
advise A collapse #+ EINVAL; A[0] M; A[3] M; pmd table #- ok; A[0] P F X; A[3] P F X; pmd huge
write A[3] = 2   #+ blocked #- ok`,
  },
  {
    id: 'khugepaged-keep',
    name: 'other mappings of the file are collapsed all the same',
    from: 'v6.6',
    text: `file F 512
map A file F
map B file F
uffd wp-hugetlbfs-shmem
register A wp
write B[0] = 1
wp A[3]
advise B collapse #= ok; pmd huge #+ A[3] M #- A[3] none`,
  },
  {
    id: 'pagemap-markers',
    name: 'the state records show markers as the entries have them, whatever pagemap says',
    from: 'v5.19',
    text: `file F 1
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A             #= A[0] M`,
  },
  {
    id: 'wp-file-enable',
    name: 'shared memory can be registered',
    from: 'v5.19',
    text: `file F 1
map A file F
uffd
register A wp    #+ ok #- EINVAL`,
  },
  {
    id: 'unregister-reset',
    name: 'unregister clears the bit; a stale one ends beside RW',
    from: 'v5.19',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
unregister A     #+ A[0] P X #- A[0] P U X
write A[0] = 2   #= ok #+ A[0] P X RW #- A[0] P U X RW`,
  },
  {
    id: 'unregister-reset',
    name: 'a stale bit blocks a writer whom nobody protected in this registration',
    from: 'v5.19',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
unregister A
register A wp
write A[0] = 2   #+ ok #- blocked`,
  },
  {
    id: 'close-reset',
    name: 'close clears the bit',
    from: 'v6.8',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
close            #+ A[0] P X #- A[0] P U X
write A[0] = 2   #= ok #+ A[0] P X RW #- A[0] P U X RW`,
  },
  {
    id: 'wp-writenotify',
    name: 'mprotect there and back keeps shared memory protected',
    from: 'v6.1',
    isAdded: true,
    text: `file F 1
map A file F
uffd wp-hugetlbfs-shmem
register A wp
write A[0] = 1
wp A[0]
protect A r
protect A rw     #+ A[0] P F U X #- A[0] P F U X RW
write A[0] = 2   #+ blocked #- ok`,
  },
  {
    id: 'mkuffd-wrprotect',
    name: 'the fault on a marker in anonymous memory relies on it',
    from: 'v6.4',
    text: `map A anon 1
uffd wp-unpopulated
register A wp
wp A[0]          #= A[0] M
write A[0] = 2   #+ blocked; A[0] P U X #- ok; A[0] P U X RW`,
  },
  {
    id: 'resolve-upgrade',
    name: 'a private page of one’s own gets RW back at once',
    from: 'v6.3',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
unwp A[0]        #+ A[0] P X RW #- A[0] P X
write A[0] = 2   #= ok #+ flt 0 #- flt 1`,
  },
  {
    id: 'resolve-upgrade',
    name: 'and shared memory does not',
    from: 'v6.3',
    text: `file F 1
map A file F
uffd wp-hugetlbfs-shmem
register A wp
write A[0] = 1
wp A[0]
unwp A[0]        #+ A[0] P F X #- A[0] P F X RW
write A[0] = 2   #= ok #+ flt 1 #- flt 0`,
  },
  {
    id: 'prepare-enomem',
    name: 'memory does not run out in a scenario: nothing to see',
    from: 'v6.3',
    text: `file F 1024
map A file F
uffd wp-hugetlbfs-shmem
register A wp
wp A             #= ok; A[1000] M`,
  },
  {
    id: 'wp-multi-vma',
    name: 'a hole is skipped',
    from: 'v6.4',
    text: `map A anon 4
uffd
register A wp
write A[0] = 1
unmap A[2]
wp A[0..3]       #+ ok; A[0] P U X #- ENOENT; A[0] P X`,
  },
  {
    id: 'wp-unpopulated',
    name: 'markers in anonymous memory',
    from: 'v6.6',
    text: `map A anon 2
uffd wp-unpopulated  #+ ok #- EINVAL
register A wp        #+ ok #- EBADF
wp A[0]              #+ A[0] M #- EBADF
write A[0] = 1       #+ blocked #- ok`,
  },
  {
    id: 'vma-cut',
    name: 'what went wrong without it is not modelled: the area is cut in either case',
    from: 'v6.4',
    text: `map A anon 4
uffd
register A[2..3] wp  #= ok
wp A[0]              #= ENOENT
wp A[2]              #= ok`,
  },
  {
    id: 'fault-vma-lock',
    name: 'which lock a fault holds shows in the steps only',
    from: 'v6.6',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1   #= ok; flt 1`,
  },
  {
    id: 'wp-async',
    name: 'protection without messages',
    from: 'v6.7',
    text: `map A anon 2
uffd wp-async    #+ ok #- EINVAL
register A wp    #+ ok #- EBADF
wp A             #+ ok #- EBADF
write A[0] = 1   #= ok
scan A written   #+ scan A[0] #- scan A[0]`,
  },
  {
    id: 'pagemap-scan',
    name: 'the call exists',
    from: 'v6.7',
    text: `map A anon 2
uffd wp-async
register A wp
write A[0] = 1
scan A written   #+ ok #- ENOTTY`,
  },
  {
    id: 'mremap-clear',
    name: 'what moves without its registration leaves the bit behind',
    from: 'v6.12',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
remap A at 0x200000000000 #+ A[0] P X #- A[0] P U X
write A[0] = 2            #= ok #+ flt 1; A[0] P X RW #- flt 1; A[0] P U X RW`,
  },
  {
    id: 'unregister-owner',
    name: 'another userfaultfd cannot unregister',
    from: 'v6.18',
    text: `map A anon 1
uffd event-fork
register A wp
fork C
poll             #= msg fork
close
C: uffd
C: unregister A  #+ EINVAL #- ok`,
  },
  {
    id: 'must-wait-present',
    name: 'it shows where an entry goes to swap between fault and sleep: not without interleaving',
    from: 'v7.2',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
advise A pageout
write A[0] = 2   #= blocked`,
  },
  {
    id: 'rereg-busy',
    name: 'registering again without wp',
    from: 'v7.3',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
register A missing  #+ EBUSY #- ok; A[0] P U X
write A[0] = 2      #+ blocked #- ok`,
  },
  {
    id: 'unregister-wake',
    name: 'no kernel wakes a protected writer at unregister',
    from: 'v7.3',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2   #= blocked
unregister A     #+ ok; woken main ok #- ok; woken nobody`,
  },
  {
    id: 'lru-cache-ref',
    name: 'a copy in place of a fresh page holds the same',
    from: 'v5.10',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
unwp A[0]
write A[0] = 2   #= ok
read A[0]        #= value 2`,
  },
  {
    id: 'flush-before-cow',
    name: 'alone, without a flush pending, it changes nothing (the lost store needs an interleaving)',
    from: 'v5.12',
    text: `map A anon 1
write A[0] = 1
hold A[0]
uffd
register A wp
wp A[0]
write A[0] = 2   #= blocked
unwp A[0]        #= woken main ok; A[0] P X RW
read A[0]        #= value 2`,
  },
  {
    id: 'saved-dirty',
    name: 'a dirty page stays dirty when it is protected and resolved',
    from: 'v6.6',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]          #= A[0] P U X
unwp A[0]        #= A[0] P X RW
write A[0] = 2   #= ok; flt 0`,
  },
]

function headerOf({ id, from, isAdded = false, also = '' }: Case, side: '+' | '-'): string {
  const own = isAdded === (side === '+') ? ` ${side}${id}` : ''
  const others = own === '' || isAdded ? '' : ` ${also}`
  return `kernel ${from}${own}${others}`
}

describe('patches', () => {
  it.each(CASES.map((one) => [`${one.id}: ${one.name}`, one] as const))('%s', (_name, one) => {
    let asked = 0
    for (const side of ['+', '-'] as const) {
      const checked = checkAnnotated(`${headerOf(one, side)}\n${one.text}\n`, { side })
      expect(checked.failures, `side ${side}`).toEqual([])
      asked += checked.asked
    }
    expect(asked).toBeGreaterThan(1)
  })

  it('are all there', () => {
    const tested = new Set(CASES.map(({ id }) => id))
    expect(PATCHES.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([])
  })

  it('that show a difference in a scenario are told from those that show none', () => {
    const silent: readonly (PatchId | string)[] = [
      'pagemap-markers',
      'prepare-enomem',
      'vma-cut',
      'fault-vma-lock',
      'must-wait-present',
      'flush-before-cow',
      'saved-dirty',
      'lru-cache-ref',
    ]
    const telling = new Set(CASES.filter(({ text }) => /#-/.test(text)).map(({ id }) => id))
    expect(PATCHES.map(({ id }) => id).filter((id) => !telling.has(id))).toEqual(
      expect.arrayContaining([...silent]),
    )
    expect(PATCHES.length - telling.size).toBe(silent.length)
  })
})
