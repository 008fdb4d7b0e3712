/** Bugs and races of the past, as lines to explore: with the patch taken away, and with it. */
import forkBesideWp from './history/fork-beside-wp.uffd?raw'
import forkChildBit from './history/fork-child-bit.uffd?raw'
import persistOnZap from './history/persist-on-zap.uffd?raw'
import secondWp from './history/second-wp.uffd?raw'
import staleBitClose from './history/stale-bit-close.uffd?raw'
import staleBitMremap from './history/stale-bit-mremap.uffd?raw'
import staleBitReregister from './history/stale-bit-reregister.uffd?raw'
import staleTlbCorruption from './history/stale-tlb-corruption.uffd?raw'
import storeBeforeWake from './history/store-before-wake.uffd?raw'
import unregisterWakesNobody from './history/unregister-wakes-nobody.uffd?raw'
import unwpBeforeQueued from './history/unwp-before-queued.uffd?raw'
import wakeWithoutResolve from './history/wake-without-resolve.uffd?raw'
import writenotify from './history/writenotify.uffd?raw'
import zapWhileBlocked from './history/zap-while-blocked.uffd?raw'

export interface Past {
  readonly id: string
  readonly title: string
  readonly text: string
  /** Null for a race that no patch makes another. */
  readonly patch: {
    readonly id: string
    /** The kernel without it, and with it. */
    readonly without: string
    readonly present: string
  } | null
}

function past(id: string, text: string, patch: Past['patch'] = null): Past {
  return { id, title: /^title (.+)$/m.exec(text)?.[1] ?? id, text, patch }
}

export const HISTORY: readonly Past[] = [
  past('stale-tlb-corruption', staleTlbCorruption, {
    id: 'flush-before-cow',
    without: 'v5.10',
    present: 'v5.10 +flush-before-cow',
  }),
  past('fork-child-bit', forkChildBit, {
    id: 'fork-wp-child',
    without: 'v5.12',
    present: 'v5.12 +fork-wp-child',
  }),
  past('persist-on-zap', persistOnZap, {
    id: 'persist-on-zap',
    without: 'v5.19 -persist-on-zap',
    present: 'v5.19',
  }),
  past('writenotify', writenotify, {
    id: 'wp-writenotify',
    without: 'v6.1',
    present: 'v6.1 +wp-writenotify',
  }),
  past('stale-bit-close', staleBitClose, {
    id: 'close-reset',
    without: 'v6.8',
    present: 'v6.8 +close-reset',
  }),
  past('stale-bit-mremap', staleBitMremap, {
    id: 'mremap-clear',
    without: 'v6.12',
    present: 'v6.12 +mremap-clear',
  }),
  past('stale-bit-reregister', staleBitReregister, {
    id: 'rereg-busy',
    without: 'v7.2',
    present: 'v7.2 +rereg-busy',
  }),
  past('unregister-wakes-nobody', unregisterWakesNobody, {
    id: 'unregister-wake',
    without: 'v6.18',
    present: 'v6.18 +unregister-wake',
  }),
  past('store-before-wake', storeBeforeWake),
  past('second-wp', secondWp),
  past('unwp-before-queued', unwpBeforeQueued),
  past('wake-without-resolve', wakeWithoutResolve),
  past('zap-while-blocked', zapWhileBlocked),
  past('fork-beside-wp', forkBesideWp),
]

/** The scenario on another kernel. */
export function pastOn({ text }: Past, kernel: string): string {
  return text.replace(/^kernel .*$/m, `kernel ${kernel}`)
}
