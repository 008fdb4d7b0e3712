/** What the tour shows, in its order. A stop whose place is not on the page in this layout is left out. */

export interface Stop {
  readonly title: string
  readonly text: string
  /** Where it stands: the first of these that is on the page. */
  readonly places: readonly string[]
}

export const STOPS: readonly Stop[] = [
  {
    title: 'A scenario is a short text',
    text: 'Each line is one thing that happens: a write, a fork, a call of the monitor. A click on a line plays up to it; the pencil lets you change it.',
    places: ['.scenario', '.rail-scenario'],
  },
  {
    title: 'The walk, from left to right',
    text: 'An address is cut into four indices and an offset. Each index picks one entry of a table; the heavy line is the access that happens now.',
    places: ['[aria-label="Fields of the address"]', '.stage'],
  },
  {
    title: 'Entries and their letters',
    text: 'W writable, U uffd-wp, A accessed, D dirty; a dot is a clear bit. Yellow is what has just changed. Click an entry, or move with the arrow keys.',
    places: ['.stage .card.level-1', '.stage .stacked-entries', '.stage'],
  },
  {
    title: 'Frames, and who shares them',
    text: 'A frame is one page of memory. A double green edge and “× 2” say that two entries map it: a write there must not go through unnoticed.',
    places: ['[aria-label="Page frames"] li', '.stage .stacked-frame', '.stage'],
  },
  {
    title: 'All 64 bits',
    text: 'The inspector shows the selected entry bit by bit, why it is as it is, which locks are held, and what each CPU has cached.',
    places: ['.inspector', '.rail-inspector', '[aria-label="Open the inspector"]'],
  },
  {
    title: 'Time goes both ways',
    text: 'Space plays, → and ← go a step, Shift with them a statement. Into, Over and Out follow the kernel’s calls, as in a debugger.',
    places: ['.transport', '.time'],
  },
  {
    title: 'Who waits for whom',
    text: 'One lane an actor, one mark a step. A hatched bar is a thread that sleeps; arrows are the message to the monitor and the wake.',
    places: ['.timeline-scroll', '[aria-label="Step"]'],
  },
  {
    title: 'The story in four steps',
    text: 'The named moments of this run. Each is a link to its step; Play shows how one leads to the next.',
    places: ['.ribbon'],
  },
  {
    title: 'Other kernels, other patches',
    text: 'Choose another release, or take one patch away, and the same text runs again. Compare what changed.',
    places: ['.header [aria-label="Kernel"]', '.header'],
  },
]
