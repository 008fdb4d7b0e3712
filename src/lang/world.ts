/**
 * What is known about a scenario's names while its text is read from top to bottom, as if every statement did what it
 * says. What only a run can tell (a blocked actor, a failed call) is not in here.
 */

import type { NameKind } from './cursor.ts'

export interface Process {
  readonly name: string
  alive: boolean
}

interface Named {
  readonly name: string
  /** Where the name was declared; 0 for `main` and `monitor`. */
  readonly line: number
}

export interface FileState extends Named {
  readonly kind: 'file'
  /** The size now, and the largest one so far. */
  pages: number
  mostPages: number
}

export interface RegionState extends Named {
  readonly kind: 'region'
  /** Counts `map` statements from 0. */
  readonly order: number
  readonly pages: number
  /** The processes that have it, and where: null once it was moved, for the move may fail. */
  readonly mappedIn: Map<Process, bigint | null>
}

export interface ActorState extends Named {
  readonly kind: 'process' | 'thread'
  readonly process: Process
}

export type Known = FileState | RegionState | ActorState

export interface World {
  /** The newest thing of each name. */
  readonly names: Map<string, Known>
  readonly files: FileState[]
  /** By `order`. */
  readonly regions: RegionState[]
  /** `main`, `monitor`, and the others in the order of the text: actor k runs on CPU k mod N. */
  readonly actors: ActorState[]
  /** The regions that some process has mapped. */
  readonly live: Set<RegionState>
  /** Pages of the live regions, each region once, and of the files as they are now. */
  livePages: number
  filePages: number
}

/** The world before the first statement. */
export function newWorld(): World {
  const world: World = {
    names: new Map(),
    files: [],
    regions: [],
    actors: [],
    live: new Set(),
    livePages: 0,
    filePages: 0,
  }
  const process: Process = { name: 'main', alive: true }
  addActor(world, { kind: 'process', name: 'main', line: 0, process })
  addActor(world, { kind: 'thread', name: 'monitor', line: 0, process })
  return world
}

/**
 * Whether a name is taken. A file is for ever, a region until every process has unmapped it, a process until it exits
 * and its threads with it. Other names can still be used, but also declared anew.
 */
export function isLive(known: Known): boolean {
  switch (known.kind) {
    case 'file':
      return true
    case 'region':
      return known.mappedIn.size > 0
    case 'process':
    case 'thread':
      return known.process.alive
  }
}

/** Gives a name its new meaning; what it meant before is forgotten. */
export function declare(world: World, known: Known): void {
  // Put in anew, so that the names stay in the order of their declarations.
  world.names.delete(known.name)
  world.names.set(known.name, known)
}

function addActor(world: World, actor: ActorState): void {
  world.actors.push(actor)
  declare(world, actor)
}

/** Makes a child of `parent`: it has what its parent has mapped. Of a parent that is gone there is no child. */
export function forkProcess(world: World, parent: Process, name: string): Process {
  const child: Process = { name, alive: parent.alive }
  if (!parent.alive) return child
  for (const region of world.live) {
    const start = region.mappedIn.get(parent)
    if (start !== undefined) region.mappedIn.set(child, start)
  }
  return child
}

export function exitProcess(world: World, process: Process): void {
  process.alive = false
  for (const region of world.live) unmapRegion(world, region, process)
}

export function unmapRegion(world: World, region: RegionState, process: Process): void {
  region.mappedIn.delete(process)
  if (region.mappedIn.size === 0 && world.live.delete(region)) world.livePages -= region.pages
}

/** Maps a region for the first time. */
export function mapRegion(
  world: World,
  region: RegionState,
  process: Process,
  start: bigint,
): void {
  region.mappedIn.set(process, start)
  world.live.add(region)
  world.livePages += region.pages
}

export function resizeFile(world: World, file: FileState, pages: number): void {
  world.filePages += pages - file.pages
  file.pages = pages
  file.mostPages = Math.max(file.mostPages, pages)
}

/** At most this many names are compared with an unknown one, the newest first: the check stays linear. */
const COMPARED = 64

/** The names of the given kinds, the newest first. */
export function recentNames(world: World, kinds: readonly NameKind[]): string[] {
  const names: string[] = []
  for (const known of [...world.names.values()].reverse()) {
    if (kinds.includes(known.kind)) names.push(known.name)
    if (names.length === COMPARED) break
  }
  return names
}
