/** A step in words: the site's sentence with its places filled in. The page shows it, the live region says it. */

import { countText } from '../base/count-text.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { SITES } from '../linux/include/site-texts.ts'
import type { Row } from '../machine/trace.ts'
import {
  mmOfRow,
  OP_ACCESS,
  OP_CACHE,
  OP_COPY,
  OP_ENTER,
  OP_FLUSH,
  OP_SET,
  OP_TABLE,
  OP_UNTABLE,
  OP_WAKE,
  rowAt,
  vpnOfRow,
} from '../machine/trace.ts'
import type { Level } from '../machine/units.ts'
import { LEVEL_NAMES } from '../machine/units.ts'
import { nameOfPage, nameOfPages } from './places.ts'

/** The sentence of a row; the machine should stand at its step, so that regions have the names they had then. */
export function narrate(k: Kernel, row: Row, outcome: string): string {
  const site = SITES[row.site]
  if (site === undefined) return ''
  return fill(site.say, (place) => placeOf(k, row, place, outcome))
}

function fill(say: string, value: (place: string) => string): string {
  const filled = say.replace(/\{(\w+)\}/g, (_all, place: string) => value(place))
  return filled.replace(/\b1 pages\b/g, '1 page')
}

function placeOf(k: Kernel, row: Row, place: string, outcome: string): string {
  switch (place) {
    case 'page':
      return pageName(k, row)
    case 'pfn':
      return row.a.toString(16)
    case 'to':
      return row.op === OP_COPY ? row.b.toString(16) : row.a.toString(16)
    case 'actor':
      return actorName(k, row.actor)
    case 'other':
      return row.op === OP_WAKE ? actorName(k, row.a) : actorName(k, row.actor)
    case 'count':
      return countText(row.d)
    case 'level':
      return row.op === OP_TABLE || row.op === OP_UNTABLE ? LEVEL_NAMES[row.d as Level] : 'PTE'
    case 'cpus':
      return row.op === OP_FLUSH ? cpuWords(row.a) : ''
    case 'flags':
      return flagWords(row.a)
    case 'cachepage':
      return row.op === OP_CACHE ? cachePageName(k, row) : 'the page'
    case 'outcome':
      return outcome
    default:
      return place
  }
}

function actorName(k: Kernel, id: number): string {
  return k.m.find('task', id)?.name ?? k.actors[id] ?? `actor ${id}`
}

/** The page of a row, as its address space names it. */
export function pageName(k: Kernel, row: Row): string {
  const mm = k.m.find('mm', mmOfRow(row))
  if (mm === undefined) return 'the page'
  const vpn = vpnOfRow(row)
  return row.op === OP_SET && row.d > 1 ? nameOfPages(mm, vpn, row.d) : nameOfPage(mm, vpn)
}

function cachePageName(k: Kernel, row: Row): string {
  const inode = k.m.find('inode', row.c)
  if (inode === undefined) return 'the page'
  const last = row.d > 1 ? `..${row.b + row.d - 1}` : ''
  return `${inode.name}[${row.b}${last}]`
}

function cpuWords(mask: number): string {
  const cpus = []
  for (let cpu = 0; cpu < 8; cpu++) if ((mask & (1 << cpu)) !== 0) cpus.push(cpu)
  if (cpus.length === 0) return 'no CPU held one'
  return cpus.length === 1 ? `CPU ${cpus[0]} held some` : `CPUs ${cpus.join(', ')} held some`
}

function flagWords(flags: number): string {
  const words = []
  if ((flags & 2) !== 0) words.push('wp')
  if ((flags & 4) !== 0) words.push('minor')
  if ((flags & 1) !== 0) words.push('write')
  return words.length === 0 ? 'read' : words.join(', ')
}

/** What comes after step `step`, in one sentence; empty at the end. Calls are passed over: they lead to something. */
export function narrateNext(k: Kernel, step: number, outcome: (row: Row) => string): string {
  for (let i = step; i < k.trace.length; i++) {
    const row = rowAt(k.trace.rows, i)
    if (row.op === OP_ENTER) continue
    const who = row.op === OP_ACCESS ? '' : `${actorName(k, row.actor)}: `
    return who + narrate(k, row, outcome(row))
  }
  return ''
}
