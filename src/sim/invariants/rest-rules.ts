/** Invariants of a machine at rest: translation caches, locks, and those who wait. */
import type { Kernel } from '../../linux/include/kernel.ts'
import { DIRTY, PRESENT, pfnOf, RW, USER } from '../../machine/entry.ts'
import { COL_TABLE_LOCK } from '../../machine/frames.ts'
import { leafPfn, observe } from '../../machine/mmu.ts'
import { frameWord } from '../../machine/phys.ts'
import type { Task, Uffd } from '../../machine/records.ts'
import { MM_WORD_FLUSH_PENDING, MM_WORDS } from '../../machine/records.ts'
import { tlbEntries } from '../../machine/tlb.ts'
import { nameOfPage } from '../places.ts'
import type { Snapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'
import { hexPfn } from './violation.ts'

/** Rule 17: no cached translation allows more than its entry does, or leads elsewhere, once no flush is pending. */
export function tlbViolations(k: Kernel): Violation[] {
  const found: Violation[] = []
  const { words } = k.m
  for (let cpu = 0; cpu < k.cpus; cpu++) {
    for (const cached of tlbEntries(words, cpu)) {
      const mm = k.m.find('mm', cached.mm)
      const report = (how: string): void => {
        const page = mm === undefined ? '' : `${mm.process} ${nameOfPage(mm, cached.vpn)}`
        found.push({ rule: 'tlb', what: `CPU ${cpu} holds a translation of ${page} ${how}` })
      }
      if (mm === undefined || !mm.alive) {
        report('although the process is gone')
        continue
      }
      if ((words[mm.words + MM_WORD_FLUSH_PENDING] as number) > 0) continue
      const end = observe(words, mm.pgd, cached.vpn)
      const more = cached.pte.lo & ~end.pte.lo & (PRESENT | RW | USER | DIRTY)
      if ((end.pte.lo & PRESENT) === 0) report('that is no longer there')
      else if (pfnOf(cached.pte) !== leafPfn(end.pte, end.level, cached.vpn))
        report('to another frame')
      else if (more !== 0) report(`with more rights (${more})`)
    }
  }
  return found
}

/** Rule 10: nobody holds a lock when every actor is idle or asleep. */
export function lockViolations(k: Kernel, snapshot: Snapshot): Violation[] {
  const found: Violation[] = []
  const { words } = k.m
  const report = (what: string): void => {
    found.push({ rule: 'no-lock-held', what })
  }
  for (const mm of k.m.all('mm')) {
    for (let word = 0; word < MM_WORDS; word++) {
      const isFree = words[mm.words + word] === 0
      if (isFree) continue
      const isFlush = word === MM_WORD_FLUSH_PENDING
      report(`${mm.process} ${isFlush ? 'has a flush pending' : `holds a lock (word ${word})`}`)
    }
  }
  for (const { pfn, level } of snapshot.tables) {
    const isLocked = words[frameWord(words, pfn) + COL_TABLE_LOCK] !== 0
    if (isLocked) report(`the lock of table ${hexPfn(pfn)} (level ${level}) is held`)
  }
  return found
}

/** Rule 9: whoever is blocked stands in exactly one queue, once; whoever stands in one is blocked. */
export function queueViolations(k: Kernel): Violation[] {
  const found: Violation[] = []
  const tasks = k.m.all('task')
  const contexts = k.m.all('uffd')
  for (const task of tasks) {
    const places = contexts.reduce((sum, ctx) => sum + entriesOf(ctx, task), 0)
    const isAsleep = task.state.is === 'sleeping'
    if (places === (isAsleep ? 1 : 0)) continue
    const what = `${task.name} is ${task.state.is} and stands in ${places} queues`
    found.push({ rule: 'queue-entry', what })
  }
  return found
}

function entriesOf(ctx: Uffd, { id }: Task): number {
  const faults = [...ctx.pending, ...ctx.waiting].filter((wait) => wait.actor === id)
  return faults.length + ctx.events.filter((event) => event.actor === id).length
}
