/**
 * Every patch of the story, with it and without, for `patches.test.ts`: `#+` says what a scenario shows with the patch,
 * `#-` without, `#=` in both cases (`annotated.ts`).
 */

export interface Case {
  readonly id: string
  readonly name: string
  /** A kernel that has the patch, or, with `isAdded`, lacks it. */
  readonly from: string
  /** The kernel lacks the patch: it is put on. */
  readonly isAdded?: boolean
  /** Other patches, as the header line has them. */
  readonly also?: string
  /** Who goes on at the preemption points of the line with `||`. */
  readonly schedule?: string
  /** The line before which the machine runs out of memory. */
  readonly memoryEndsBefore?: string
  readonly text: string
}

export const CASES: readonly Case[] = [
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
    name: 'pagemap tells that a marker protects; the entry is the same',
    from: '6.18.44',
    text: `file F 1
map A file F
uffd
register A wp
wp A             #= A[0] M #+ bit57 A[0] set #- bit57 A[0] clear`,
  },
  {
    id: 'pagemap-markers',
    name: 'of what is present or in swap pagemap tells it in either case',
    from: '6.18.44',
    text: `map A anon 2
uffd
register A wp
write A[0] = 1
write A[1] = 1
wp A
advise A[1] pageout  #= A[1] S U; bit57 A[0] set; bit57 A[1] set`,
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
    name: 'memory for a table is used up: an error, or nothing protected and nobody told',
    from: 'v6.3',
    memoryEndsBefore: 'wp A',
    text: `file F 1024
map A file F
uffd wp-hugetlbfs-shmem
register A wp
write A[512] = 1
wp A             #+ ENOMEM; A[512] P F X #- ok; A[512] P F U X #= A[0] none; A[511] none`,
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
    name: 'what is registered from the middle of an area joins the area behind it',
    from: 'v6.3',
    isAdded: true,
    text: `map A anon 4
uffd
register A[2..3] wp
register A[1] wp
write A[1] = 1
wp A[1..3]       #+ ok; A[1] P U X #- ENOENT; A[1] P X`,
  },
  {
    id: 'vma-cut',
    name: 'each area has an event of its own',
    from: 'v6.4',
    text: `map A anon 4
uffd event-remove
register A[2..3] missing
register A[1] missing
advise A[1..3] dontneed
poll             #= msg remove #+ woken main ok #- woken nobody
poll             #+ EAGAIN #- msg remove; woken main ok`,
  },
  {
    id: 'fault-vma-lock',
    name: 'which lock a fault holds while it asks the monitor',
    from: 'v6.6',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]          #= locks mmap
write A[0] = 1   #= blocked; flt 1 #+ locks VMA #- locks mmap`,
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
    name: 'an entry that went to swap between fault and sleep: bit 1 is not RW there',
    from: '6.18.44',
    schedule: 'main×4 T×5 main×9',
    text: `map A anon 1
thread T
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2 || T: advise A[0] pageout  #= blocked #+ A[0] P U X #- A[0] S U`,
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
    name: 'the reference of a fresh page forces a copy where there would be none',
    from: 'v5.10',
    isAdded: true,
    text: `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
unwp A[0]
write A[0] = 2   #= ok #+ calls wp_page_copy #- calls ptep_set_access_flags
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
    id: 'flush-before-cow',
    name: 'a store through a translation that should be gone is lost in the copy',
    from: 'v5.12',
    schedule: 'monitor×3 main×5 T main×3 monitor×2',
    text: `cpus 3
map A anon 1
uffd
register A wp
thread T
T: write A[0] = 1
hold A[0]
unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5
read A[0]        #+ value 5 #- value 4`,
  },
  {
    id: 'saved-dirty',
    name: 'a dirty page that is protected keeps D elsewhere',
    from: 'v6.6',
    text: `map A anon 1
uffd
register A wp
write A[0] = 1   #= raw A[0] P RW US A D SOFT_DIRTY NX
wp A[0]          #+ raw A[0] P US A UFFD_WP SOFT_DIRTY SAVED_DIRTY NX #- raw A[0] P US A D UFFD_WP SOFT_DIRTY NX
unwp A[0]        #= raw A[0] P RW US A D SOFT_DIRTY NX
write A[0] = 2   #= ok; flt 0`,
  },
]
