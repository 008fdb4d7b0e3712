/** The scenarios that come with the page, in the order in which they are shown. Text only: nothing here runs. */
import accessedAndDirty from './accessed-and-dirty.uffd?raw'
import asyncScan from './async-scan.uffd?raw'
import bitSurvivesSwap from './bit-survives-swap.uffd?raw'
import cowAndUffdWp from './cow-and-uffd-wp.uffd?raw'
import faultAround from './fault-around.uffd?raw'
import firstTouch from './first-touch.uffd?raw'
import forkThenWrite from './fork-then-write.uffd?raw'
import guestSnapshot from './guest-snapshot.uffd?raw'
import liveSnapshot from './live-snapshot.uffd?raw'
import markerReadFirst from './marker-read-first.uffd?raw'
import markerSurvivesDontneed from './marker-survives-dontneed.uffd?raw'
import mremapDropsRegistration from './mremap-drops-registration.uffd?raw'
import noPageTable from './no-page-table.uffd?raw'
import resolveThenWake from './resolve-then-wake.uffd?raw'
import resolveTwoWriters from './resolve-two-writers.uffd?raw'
import splitHugePmd from './split-huge-pmd.uffd?raw'

export type Audience = 'student' | 'reviewer'

export interface Preset {
  /** Also the name of its file. */
  readonly id: string
  readonly title: string
  /** What it teaches, in a few words. */
  readonly says: string
  readonly audience: Audience
  readonly text: string
  /** The view in which it is best seen; the stage where nothing is said. */
  readonly opens?: 'map' | 'explore' | 'compare'
  /** The kernel on the right of a comparison; that of the text stands on the left. */
  readonly against?: string
}

function preset(id: string, audience: Audience, says: string, text: string): Preset {
  const title = /^title (.+)$/m.exec(text)?.[1] ?? id
  return { id, title, says, audience, text }
}

export const PRESETS: readonly Preset[] = [
  preset('cow-and-uffd-wp', 'student', 'Two reasons for one clear write bit', cowAndUffdWp),
  preset('fork-then-write', 'student', 'One frame, two owners, a copy', forkThenWrite),
  preset('first-touch', 'student', 'None, zero page, a page of its own', firstTouch),
  preset('no-page-table', 'reviewer', 'Tables grow, a marker waits', noPageTable),
  preset('bit-survives-swap', 'student', 'uffd-wp lives on in the swap entry', bitSurvivesSwap),
  preset('split-huge-pmd', 'reviewer', 'Protect half of 2 MiB', splitHugePmd),
  preset('accessed-and-dirty', 'student', 'Which bits the processor sets', accessedAndDirty),
  preset('fault-around', 'student', 'One fault maps sixteen pages', faultAround),
  preset('marker-read-first', 'reviewer', 'A marker becomes an entry', markerReadFirst),
  preset('marker-survives-dontneed', 'reviewer', 'Unmapped, not forgotten', markerSurvivesDontneed),
  preset('resolve-then-wake', 'reviewer', 'Cleared bits, sleeping writers', resolveThenWake),
  preset('async-scan', 'reviewer', 'Dirty tracking without a message', asyncScan),
  preset('live-snapshot', 'student', 'A monitor that answers by itself', liveSnapshot),
]

/** A quarter of a million entries: for the map, and too much to be run on a machine of one's own for a test. */
export const GUEST_SNAPSHOT: Preset = {
  ...preset('guest-snapshot', 'student', '262,144 entries under one call', guestSnapshot),
  opens: 'map',
}

/** Every interleaving of its last line; in a few of them a store is lost. */
export const TWO_WRITERS: Preset = {
  ...preset(
    'resolve-two-writers',
    'reviewer',
    'Every interleaving, one lost write',
    resolveTwoWriters,
  ),
  opens: 'explore',
}

/** Two kernels that part at one line. */
export const MREMAP: Preset = {
  ...preset(
    'mremap-drops-registration',
    'reviewer',
    'v6.1 keeps bits that nobody owns',
    mremapDropsRegistration,
  ),
  opens: 'compare',
  against: '6.1.192',
}

/** All that the page offers; the start page shows the first nine at once. */
export const GALLERY: readonly Preset[] = [
  ...PRESETS.slice(0, 5),
  GUEST_SNAPSHOT,
  TWO_WRITERS,
  ...PRESETS.slice(5, 6),
  MREMAP,
  ...PRESETS.slice(6),
]

/** The story of the start page's button. */
export const FOUR_STEPS = PRESETS[0] as Preset
