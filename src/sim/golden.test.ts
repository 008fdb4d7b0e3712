// What a real 6.18.44 showed to small programs, one test a line of that list. Faults are counted as the process counts
// its minor faults; the comments of the scenarios are the expectations (see annotated.ts).
import { describe, expect, it } from 'vitest'
import { checkAnnotated } from './annotated.ts'

/** Number and name; the scenario. */
const GOLDEN: readonly (readonly [string, string])[] = [
  [
    'G1 to G3: a marker in shared memory, read, and closed',
    `file F 4
pwrite F[0..3] = 7
map A file F
uffd
register A wp          #= ok
wp A[1]                #= ok; A[1] M
read A[1]              #= value 7; A[1] P F U X
close                  #= ok; A[1] P F X`,
  ],
  [
    'G4: a protected page of a file leaves a marker when it is zapped',
    `file F 4
map A file F
uffd
register A wp
write A[0] = 1
write A[1] = 1
write A[2] = 1
write A[3] = 1
wp A
punch F[0]             #= A[0] M
punch F[0]             #= A[0] M
advise A[1] dontneed   #= A[1] M
advise A[2] remove     #= A[2] M
truncate F 3           #= A[3] M
truncate F 4           #= A[3] M
write A[3] = 2         #= blocked`,
  ],
  [
    'G5: a private mapping of a file, protected while none: the copy is made before the writer blocks',
    `file F 2
pwrite F[0..1] = 7
map A file F private
uffd
register A wp
wp A[0]                #= ok; A[0] M
write A[0] = 8         #= blocked; A[0] P U X
poll                   #= msg wp,write A[0]
unwp A[0]              #= woken main ok; A[0] P X
pread F[0]             #= value 7`,
  ],
  [
    'G6: a private copy: dontneed and truncate leave a marker, a hole leaves the copy',
    `file F 4
pwrite F[0..3] = 7
map A file F private
uffd
register A wp
write A[0] = 1
write A[1] = 1
write A[3] = 1
wp A
advise A[0] dontneed   #= A[0] M
punch F[1]             #= A[1] P U X
truncate F 3           #= A[3] M`,
  ],
  [
    'G7: nothing to protect in anonymous memory that was never touched',
    `map A anon 2
uffd
register A wp
wp A[0]                #= ok; A[0] none
write A[0] = 1         #= ok; A[0] P X`,
  ],
  [
    'G8: the zero page can be protected',
    `map A anon 2
uffd
register A wp
read A[0]              #= A[0] Z
wp A[0]                #= A[0] Z U
write A[0] = 1         #= blocked
poll                   #= msg wp,write A[0]
unwp A[0]              #= woken main ok; A[0] P X`,
  ],
  [
    'G9: markers in anonymous memory, and their end by dontneed',
    `map A anon 4
uffd wp-unpopulated
register A wp
wp A                   #= A[0] M; A[1] M
read A[0]              #= A[0] Z U
write A[1] = 1         #= blocked; A[1] P U X
poll                   #= msg wp,write A[1]
unwp A[1]              #= woken main ok
advise A[0] dontneed   #= A[0] none
advise A[2] dontneed   #= A[2] none`,
  ],
  [
    'G10: unregister wakes nobody who waits for write-protection',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
unregister A           #= ok; woken nobody; A[0] P X
wake A[0]              #= ok; woken main ok`,
  ],
  [
    'G11: close lets the writer through',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
close                  #= ok; woken main ok; A[0] P X`,
  ],
  [
    'G12: woken without being resolved, the writer blocks again and sends a second message',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
poll                   #= msg wp,write A[0]
wake A[0]              #= ok; woken nobody; A[0] P U X
poll                   #= msg wp,write A[0]`,
  ],
  [
    'G13: resolved without being woken, the writer sleeps on',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
unwp A[0] dontwake     #= ok; woken nobody; A[0] P X
wake A[0]              #= woken main ok`,
  ],
  [
    'G14: resolved before it was read, the message is gone',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
unwp A[0]              #= woken main ok
poll                   #= EAGAIN`,
  ],
  [
    'G15: what is not registered, or not mapped, cannot be protected',
    `map A anon 2
map B anon 2
uffd
register A wp
wp B[0]                #= ENOENT
unmap A[1]
wp A[1]                #= ENOENT`,
  ],
  [
    'G16: holes are skipped',
    `file F 8
pwrite F[0..7] = 7
map A file F
uffd
register A wp
unmap A[3]
wp A[0..5]             #= ok; A[2] M; A[3] none; A[5] M`,
  ],
  [
    'G17: what comes before an unregistered part stays protected',
    `file F 8
pwrite F[0..7] = 7
map A file F
uffd
register A wp
unregister A[3]
wp A[0..5]             #= ENOENT; A[0] M; A[2] M; A[3] none; A[5] none`,
  ],
  [
    'G18, G19: a page cannot be copied over one in the cache; over a marker it drops the protection',
    `file F 2
pwrite F[0..1] = 7
map A file F
uffd
register A missing,wp
wp A[0]                #= A[0] M
copy A[0] = 9          #= EEXIST; A[0] M
punch F[0]             #= A[0] M
copy A[0] = 9          #= ok; A[0] P F X`,
  ],
  [
    'G20: zeroes over a marker: in shared memory yes, in a private mapping no',
    `file F 2
file G 2
map A file F
map B file G private
uffd
register A missing,wp
register B missing,wp
wp A[0]
wp B[0]
zero A[0]              #= ok; A[0] P F X
zero B[0]              #= EEXIST; B[0] M`,
  ],
  [
    'G21: a child that is not registered has no protection, its parent keeps it',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
fork C                 #= C:A[0] P; A[0] P U
C: write A[0] = 5      #= ok; flt 1; C:A[0] P X; A[0] P U X`,
  ],
  [
    'G22: with a child that shares the page, resolving leaves RW to copy-on-write',
    `map A anon 1
write A[0] = 1
fork C
uffd
register A wp
wp A[0]                #= A[0] P U
write A[0] = 2         #= blocked
unwp A[0] dontwake     #= A[0] P
wake A[0]              #= woken main ok; A[0] P X; C:A[0] P X
C: read A[0]           #= value 1`,
  ],
  [
    'G23: nothing of a shared mapping is copied by fork without its event',
    `file F 2
pwrite F[0..1] = 7
map A file F
uffd
register A wp
write A[0] = 1
wp A                   #= A[0] P F U X; A[1] M
fork C                 #= C:A[0] none; C:A[1] none; A[0] P F U X`,
  ],
  [
    'G24: mremap leaves registration and protection behind',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
remap A at 0x200000000000 #= ok; A[0] P X
wp A[0]                #= ENOENT
write A[0] = 2         #= ok; flt 1`,
  ],
  [
    'G25: registered anew without wp, the bit stays and protects nothing',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
register A missing     #= ok; A[0] P U X
write A[0] = 2         #= ok; flt 1; A[0] P U X
register A wp          #= ok; A[0] P U X
write A[0] = 3         #= ok; flt 0`,
  ],
  [
    'G26: mprotect there and back does not lift the protection of shared memory',
    `file F 1
map A file F
uffd
register A wp
write A[0] = 1
wp A[0]
protect A r
protect A rw           #= A[0] P F U X
write A[0] = 2         #= blocked`,
  ],
  [
    'G27: a read fault maps 16 pages around, but one where a monitor is registered; a write fault one',
    `file F 64
pwrite F[0..63] = 7
map A file F
map B file F
map D file F
uffd
register B wp
read A[20]             #= A[15] none; A[16] P F X; A[31] P F X; A[32] none
read B[20]             #= B[19] none; B[20] P F; B[21] none
write D[40] = 1        #= D[39] none; D[40] P F X; D[41] none`,
  ],
  [
    'G28: after being resolved, only shared memory needs a fault more',
    `file F 1
file G 1
map A anon 1
map B file F private
map D file G
uffd
register A wp
register B wp
register D wp
write A[0] = 1
write B[0] = 1
write D[0] = 1
wp A
wp B
wp D
unwp A
unwp B
unwp D
write A[0] = 2         #= ok; flt 0
write B[0] = 2         #= ok; flt 0
write D[0] = 2         #= ok; flt 1`,
  ],
  [
    'G29: resolving a page that was never protected takes RW away from shared memory',
    `file F 1
map A anon 1
map B file F
uffd
register A wp
register B wp
write A[0] = 1
write B[0] = 1
unwp A[0]
unwp B[0]
write A[0] = 2         #= ok; flt 0
write B[0] = 2         #= ok; flt 1`,
  ],
  [
    'G30: in a registered range a page of shared memory is read first and written by another fault',
    `file F 1
file G 1
pwrite F[0] = 7
pwrite G[0] = 7
map A file F
map B file G
uffd
register A wp
read A[0]
write A[0] = 1         #= ok; flt 1
read B[0]
write B[0] = 1         #= ok; flt 0`,
  ],
  [
    'G31: a hole with a marker is missing first, protected then',
    `file F 1
map A file F
uffd
register A missing,wp
wp A[0]                #= A[0] M
write A[0] = 1         #= blocked
poll                   #= msg write A[0]
copy A[0] = 9 wp       #= ok; A[0] P F U X
poll                   #= msg wp,write A[0]
unwp A[0]              #= woken main ok`,
  ],
  [
    'G32: a minor fault on a marker comes first',
    `file F 1
pwrite F[0] = 7
map A file F
uffd
register A minor,wp
wp A[0]                #= A[0] M
write A[0] = 1         #= blocked
poll                   #= msg minor,write A[0]
continue A[0] wp       #= ok; A[0] P F U X
poll                   #= msg wp,write A[0]`,
  ],
  [
    'G33: a message about a huge page names the small one, and resolving that leaves the others',
    `map A anon 512
advise A hugepage
write A[0] = 1
uffd
register A wp
wp A                   #= A[5] P U X; A[6] P U X
write A[5] = 2         #= blocked
poll                   #= msg wp,write A[5]
unwp A[5]              #= woken main ok; A[5] P X; A[6] P U X`,
  ],
  [
    'G34: asynchronous protection never blocks: one fault on a page, two on a marker',
    `file F 2
pwrite F[0..1] = 7
map A anon 2
map B file F
uffd wp-async
register A wp
register B wp
write A[0] = 1
wp A                   #= A[0] P U X; A[1] M
wp B                   #= B[0] M
write A[0] = 2         #= ok; flt 1
write A[1] = 2         #= ok; flt 2
write B[0] = 2         #= ok; flt 2`,
  ],
  [
    'G35: with sigbus the store dies',
    `map A anon 1
uffd sigbus
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= SIGBUS; A[0] P U X
poll                   #= EAGAIN`,
  ],
  [
    'G36: free and cold keep the protection',
    `map A anon 2
uffd
register A wp
write A[0] = 1
write A[1] = 1
wp A
advise A[0] free       #= ok; A[0] P U X
advise A[1] cold       #= ok; A[1] P U X`,
  ],
  [
    'G37: a protected page keeps its range from being collapsed',
    `map A anon 512
advise A populate-write
advise A hugepage
uffd
register A wp
wp A[3]
advise A collapse      #= EINVAL
unwp A[3]
advise A collapse      #= ok`,
  ],
  [
    'G38: pageout (the recorded kernel had a swap file, so anonymous memory goes to swap and keeps its bit there)',
    `file F 1
map A anon 1
map B file F
uffd
register A wp
register B wp
write A[0] = 1
write B[0] = 1
wp A
wp B
advise A pageout       #= ok; A[0] S U
advise B pageout       #= ok; B[0] M`,
  ],
  [
    'G39: messages come in the order of the faults',
    `map A anon 2
thread T
uffd
register A wp
write A[0] = 1
write A[1] = 1
wp A
T: write A[1] = 2      #= blocked
write A[0] = 2         #= blocked
poll                   #= msg wp,write A[1]
poll                   #= msg wp,write A[0]
poll                   #= EAGAIN`,
  ],
  [
    'G40: populate-write blocks like a store',
    `map A anon 1
uffd
register A wp
write A[0] = 1
wp A[0]
advise A populate-write #= blocked
poll                   #= msg wp,write A[0]
unwp A[0]              #= woken main ok`,
  ],
  [
    'G41: mprotect none keeps the bit, and lets it be set',
    `map A anon 1
uffd
register A wp
write A[0] = 1
protect A none
wp A[0]                #= ok; A[0] P U X
protect A rw           #= A[0] P U X
write A[0] = 2         #= blocked`,
  ],
  [
    'G42: what cannot be registered: minor faults of anonymous memory, nothing, somebody else’s',
    `map A anon 1
map B anon 1
uffd event-fork
register A minor       #= EINVAL
register A wp          #= ok
unregister A           #= ok
unregister A           #= ok
unmap B
register B wp          #= EINVAL
register A wp          #= ok
fork C                 #= blocked
poll                   #= msg fork
close
C: uffd                #= ok
C: register A wp       #= EBUSY
C: unregister A        #= EINVAL`,
  ],
  [
    'G44: while the fork event is unread the monitor cannot protect; the child keeps marker and bit',
    `file F 2
pwrite F[0..1] = 7
map A file F
uffd event-fork
register A wp
write A[0] = 1
wp A                   #= A[0] P F U X; A[1] M
fork C                 #= blocked
wp A[0]                #= EAGAIN
poll                   #= msg fork; C:A[0] P F U; C:A[1] M`,
  ],
  [
    'G45: the child of a private mapping of a file: the copy, no marker, the cache page without its bit',
    `file F 3
pwrite F[0..2] = 7
map A file F private
uffd
register A wp
write A[0] = 1
read A[2]
wp A                   #= A[0] P U X; A[1] M; A[2] P F U X
fork C                 #= C:A[0] P; C:A[1] none; C:A[2] P F`,
  ],
  [
    'G46: scanning for what was written',
    `map A anon 8
uffd wp-async
register A wp
write A[1] = 1
write A[2] = 1
scan A written         #= scan A[0] A[1..2] A[3..7]
wp A[0]
scan A written         #= scan A[1..2] A[3..7]
scan A written wp-matching #= scan A[1..2] A[3..7]; A[1] P U X; A[5] M
write A[1] = 2         #= ok
scan A written wp-matching #= scan A[1]`,
  ],
  [
    'G47: a remove event is sent before anything is removed',
    `map A anon 1
uffd event-remove
register A wp
write A[0] = 1
advise A dontneed      #= blocked; A[0] P X
poll                   #= msg remove; woken main ok; A[0] none`,
  ],
  [
    'G48: whoever drops the page of a blocked writer wakes nobody',
    `map A anon 1
thread T
uffd
register A wp
write A[0] = 1
wp A[0]
write A[0] = 2         #= blocked
T: advise A dontneed   #= ok; woken nobody; A[0] none
wake A[0]              #= woken main ok; A[0] P X`,
  ],
  [
    'G49: the zero page, protected and resolved, costs one fault to write',
    `map A anon 1
uffd
register A wp
read A[0]
wp A[0]
unwp A[0]              #= A[0] Z
write A[0] = 1         #= ok; flt 1; A[0] P X`,
  ],
]

describe('results of a running 6.18.44', () => {
  it.each(GOLDEN)('%s', (_name, text) => {
    const { asked, failures } = checkAnnotated(text, { kernel: '6.18.44' })
    expect(failures).toEqual([])
    expect(asked).toBeGreaterThan(0)
  })

  it('G43: a feature that the kernel lacks is refused, and asking again without it works', () => {
    const text = 'map A anon 1\nuffd wp-async   #= EINVAL\nregister A wp   #= EBADF\nuffd   #= ok\n'
    expect(checkAnnotated(text, { kernel: 'v6.1' }).failures).toEqual([])
  })
})
