/**
 * Random scenarios that make sense: every text passes `readScenario` and does something with user faults. For property
 * tests of what runs scenarios; not part of the program.
 */

import fc from 'fast-check'
import type { Op, Statement } from './ast.ts'
import { ACCESS, ADVICE, FEATURES, MODES } from './ast.ts'
import { printStatement } from './print.ts'

const NOWHERE = { line: 0, column: 1, length: 0 }
const REGIONS = ['A', 'B', 'D'] as const
const CHILDREN = ['C1', 'C2'] as const

/** Numbers of one statement; each verb takes those that it needs, modulo what there is. */
interface Move {
  readonly verb: (typeof MOVES)[number]
  readonly region: number
  readonly first: number
  readonly length: number
  readonly actor: number
  readonly value: number
}

/** Often-used verbs stand more than once. */
const MOVES = [
  ...(['write', 'write', 'write', 'write', 'read', 'read', 'read', 'wp', 'wp', 'wp'] as const),
  ...(['unwp', 'unwp', 'unwp', 'poll', 'poll', 'register', 'register', 'wake', 'advise'] as const),
  ...(['advise', 'protect', 'unregister', 'copy', 'zero', 'continue', 'scan', 'pwrite'] as const),
  ...(['pread', 'punch', 'truncate', 'fork', 'exit', 'unmap', 'remap', 'hold', 'release'] as const),
  ...(['close', 'uffd', 'serve'] as const),
] as const

const small = fc.nat(1023)

const anyMove: fc.Arbitrary<Move> = fc.record({
  verb: fc.constantFrom(...MOVES),
  region: small,
  first: small,
  length: fc.oneof(fc.nat(3), small),
  actor: small,
  value: small,
})

const anyRegion = fc.record({
  pages: fc.constantFrom(1, 2, 4, 8, 513, 1024),
  isFile: fc.boolean(),
  shared: fc.boolean(),
  readOnly: fc.nat(9).map((n) => n === 0),
})

type Region = typeof anyRegion extends fc.Arbitrary<infer T> ? T : never

/** The text of a scenario that may run, of at most some 40 statements. */
export const anyProgram: fc.Arbitrary<string> = fc
  .record({
    regions: fc.array(anyRegion, { minLength: 1, maxLength: REGIONS.length }),
    hasThread: fc.boolean(),
    features: fc.subarray([...FEATURES]),
    early: fc.array(anyMove, { maxLength: 6 }),
    modes: fc.subarray([...MODES], { minLength: 1 }),
    late: fc.array(anyMove, { maxLength: 24 }),
  })
  .map(({ regions, hasThread, features, early, modes, late }) => {
    const statements: Pick<Statement, 'actor' | 'op'>[] = []
    const add = (op: Op, actor: string | null = null) => statements.push({ actor, op })
    const actors: (string | null)[] = [null, null]
    const children: string[] = []
    for (const [i, region] of regions.entries()) declareRegion(add, region, i)
    if (hasThread) {
      add({ verb: 'thread', name: 'T' })
      actors.push('T')
    }
    const play = (move: Move, i: number) => {
      const op = moveOf(move, i, regions, children)
      if (op === null) return
      // A fault or a call of memory can be anybody's; the rest stays with its own actor.
      const isAnybodys = ['write', 'read', 'advise', 'protect', 'fork'].includes(op.verb)
      add(op, isAnybodys ? (actors[move.actor % actors.length] ?? null) : null)
      if (op.verb === 'fork') {
        children.push(op.name)
        actors.push(op.name)
      }
    }
    for (const [i, move] of early.entries()) play(move, i)
    add({ verb: 'uffd', features })
    add({ verb: 'register', range: whole('A'), modes })
    for (const [i, move] of late.entries()) play(move, early.length + i)
    return `scenario 1\n${statements.map((statement) => `${printStatement(statement)}\n`).join('')}`
  })

function declareRegion(add: (op: Op) => void, region: Region, i: number): void {
  const { pages, isFile, shared, readOnly } = region
  const file = `F${i}`
  if (isFile) add({ verb: 'file', name: file, pages, thp: false })
  add({
    verb: 'map',
    name: REGIONS[i] ?? 'A',
    source: isFile ? { kind: 'file', file, from: 0, pages: null } : { kind: 'anon', pages },
    shared,
    readOnly,
    at: null,
  })
}

function moveOf(
  { verb, region: r, first: f, length, actor, value }: Move,
  i: number,
  regions: readonly Region[],
  children: readonly string[],
): Op | null {
  const k = r % regions.length
  const region = regions[k]
  const name = REGIONS[k]
  if (region === undefined || name === undefined) return null
  const first = f % region.pages
  const range = { name, first, last: Math.min(first + length, region.pages - 1), span: NOWHERE }
  const page = { name, index: first, span: NOWHERE }
  const file = `F${k}`
  switch (verb) {
    case 'write':
    case 'copy':
      return { verb, page, value: BigInt(value), wp: value % 3 === 0, dontwake: value % 5 === 0 }
    case 'read':
    case 'hold':
    case 'release':
      return { verb, page }
    case 'zero':
    case 'continue':
      return { verb, page, wp: value % 3 === 0, dontwake: value % 5 === 0 }
    case 'wp':
    case 'wake':
    case 'unregister':
    case 'unmap':
      return { verb, range }
    case 'unwp':
      return { verb, range, dontwake: value % 5 === 0 }
    case 'register':
      return { verb, range, modes: [MODES[value % MODES.length] ?? 'wp'] }
    case 'advise':
      return { verb, range, advice: ADVICE[value % ADVICE.length] ?? 'cold' }
    case 'protect':
      return { verb, range, access: ACCESS[value % ACCESS.length] ?? 'rw' }
    case 'scan':
      return { verb, range, written: true, wpMatching: value % 2 === 0, checkWpAsync: false }
    case 'remap':
      // 4 GiB apart, and far above every default place.
      return { verb, range: whole(name), at: 0x2000_0000_0000n + (BigInt(i) << 32n) }
    case 'pwrite':
      return region.isFile ? { verb, range: { ...range, name: file }, value: BigInt(value) } : null
    case 'pread':
      return region.isFile ? { verb, page: { ...page, name: file } } : null
    case 'punch':
      return region.isFile ? { verb, range: { ...range, name: file } } : null
    case 'truncate':
      return region.isFile ? { verb, name: file, pages: value } : null
    case 'fork': {
      const child = CHILDREN[children.length]
      return child === undefined ? null : { verb, name: child }
    }
    case 'exit': {
      const child = children[actor % Math.max(1, children.length)]
      return child === undefined ? null : { verb, name: child }
    }
    case 'uffd':
      return { verb, features: [] }
    case 'serve':
      return { verb, on: value % 2 === 0 }
    case 'poll':
    case 'close':
      return { verb }
  }
}

function whole(name: string) {
  return { name, first: null, last: null, span: NOWHERE }
}
