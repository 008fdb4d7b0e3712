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
import noPageTable from './no-page-table.uffd?raw'
import resolveThenWake from './resolve-then-wake.uffd?raw'

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
  readonly opens?: 'map'
}

function preset(id: string, audience: Audience, says: string, text: string): Preset {
  const title = /^title (.+)$/m.exec(text)?.[1] ?? id
  return { id, title, says, audience, text }
}

export const PRESETS: readonly Preset[] = [
  preset('cow-and-uffd-wp', 'student', 'Two reasons for one clear write bit', cowAndUffdWp),
  preset('no-page-table', 'reviewer', 'Tables grow, a marker waits', noPageTable),
  preset('first-touch', 'student', 'None, zero page, a page of its own', firstTouch),
  preset('fork-then-write', 'student', 'One frame, two owners, a copy', forkThenWrite),
  preset('accessed-and-dirty', 'student', 'Which bits the processor sets', accessedAndDirty),
  preset('fault-around', 'student', 'One fault maps sixteen pages', faultAround),
  preset('marker-read-first', 'reviewer', 'A marker becomes an entry', markerReadFirst),
  preset('marker-survives-dontneed', 'reviewer', 'Unmapped, not forgotten', markerSurvivesDontneed),
  preset('bit-survives-swap', 'student', 'uffd-wp lives on in the swap entry', bitSurvivesSwap),
  preset('resolve-then-wake', 'reviewer', 'Cleared bits, sleeping writers', resolveThenWake),
  preset('async-scan', 'reviewer', 'Dirty tracking without a message', asyncScan),
  preset('live-snapshot', 'student', 'A monitor that answers by itself', liveSnapshot),
]

/** A quarter of a million entries: for the map, and too much to be run on a machine of one's own for a test. */
const GUEST_SNAPSHOT: Preset = {
  ...preset('guest-snapshot', 'student', '262,144 entries at once', guestSnapshot),
  opens: 'map',
}

/** All that the page offers. */
export const GALLERY: readonly Preset[] = [
  ...PRESETS.slice(0, 8),
  GUEST_SNAPSHOT,
  ...PRESETS.slice(8),
]

/** The story of the start page's button. */
export const FOUR_STEPS = PRESETS[0] as Preset
