/**
 * Random scenarios for hunting: weighted towards the places where mechanisms meet (protection, fork, zap, swap, huge
 * pages, mprotect, missing and minor faults, events, async, moves). A scenario is a list of plain statements, so it can
 * be made smaller by leaving some out.
 */
import { readScenario } from '../lang/read-scenario.ts'

/** A stream of numbers in [0, 1), the same for the same seed. */
export type Random = () => number

/** The generator named mulberry32: small, and good enough for choosing. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Region {
  readonly name: string
  readonly file: string | null
  readonly pages: number
}

interface Build {
  readonly random: Random
  readonly lines: string[]
  readonly regions: Region[]
  /** Actors that may act, beside the default one. */
  readonly actors: string[]
  readonly children: string[]
  /** Pages that the scenario keeps coming back to: what meets there is what the scenario is about. */
  readonly hot: { readonly region: Region; readonly page: number }[]
  moves: number
  parallel: boolean
}

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T

const chance = (random: Random, of: number): boolean => random() < of

/** The text of a scenario; the same numbers make the same text. It passes `readScenario`. */
export function generate(random: Random, options: { readonly parallel?: boolean } = {}): string {
  const build: Build = {
    random,
    lines: ['scenario 1'],
    regions: [],
    actors: [],
    children: [],
    hot: [],
    moves: 0,
    parallel: options.parallel ?? false,
  }
  if (chance(random, 0.1)) build.lines.push(`cpus ${pick(random, [1, 3, 4])}`)
  const count = 1 + Math.floor(random() * 3)
  for (let i = 0; i < count; i++) declare(build, ['A', 'B', 'D'][i] as string)
  for (let i = 0; i < 3; i++) {
    const region = pick(random, build.regions)
    build.hot.push({ region, page: Math.floor(random() * region.pages) })
  }
  if (chance(random, 0.4)) addActor(build, 'thread T', 'T')
  const opensFirst = chance(random, 0.08)
  if (opensFirst) openUffd(build)
  for (let i = Math.floor(random() * 5); i > 0; i--) move(build, EARLY)
  if (!opensFirst) openUffd(build)
  for (let i = 6 + Math.floor(random() * 16); i > 0; i--) move(build, LATE)
  return `${build.lines.join('\n')}\n`
}

function declare(build: Build, name: string): void {
  const { random } = build
  const isHuge = chance(random, 0.3)
  const pages = isHuge ? pick(random, [512, 1024]) : pick(random, [1, 2, 4, 8, 17])
  const file = chance(random, 0.55) ? `F${name}` : null
  if (file !== null) {
    build.lines.push(`file ${file} ${pages}${isHuge ? ' thp' : ''}`)
    if (chance(random, 0.5)) build.lines.push(`pwrite ${file}[0..${Math.min(pages - 1, 3)}] = 7`)
  }
  const sharing = pick(random, ['shared', 'private'])
  const access = chance(random, 0.08) ? ' ro' : ''
  const part = file !== null && pages > 1 && chance(random, 0.1) ? Math.floor(pages / 2) : 0
  const window = part > 0 ? ` from ${part} pages ${pages - part}` : ''
  const from = file === null ? `anon ${pages}` : `file ${file}`
  build.lines.push(`map ${name} ${from} ${sharing}${access}${window}${place(build)}`)
  if (isHuge && chance(random, 0.8)) build.lines.push(`advise ${name} hugepage`)
  build.regions.push({ name, file, pages: pages - part })
}

/** Now and then somewhere else than by default, and not where a table begins. */
function place(build: Build): string {
  if (!chance(build.random, 0.08)) return ''
  const pages = BigInt(pick(build.random, [0, 1, 511]))
  const at = 0x300000000000n + (BigInt(build.regions.length) << 32n) + (pages << 12n)
  return ` at 0x${at.toString(16)}`
}

function openUffd(build: Build): void {
  const { random } = build
  const features = FEATURES.filter(([, weight]) => chance(random, weight)).map(([name]) => name)
  build.lines.push(['uffd', ...features].join(' '))
  for (const { name } of build.regions) {
    if (chance(random, 0.85)) build.lines.push(`register ${name} ${pick(random, MODES)}`)
  }
}

const FEATURES: readonly (readonly [string, number])[] = [
  ['wp-hugetlbfs-shmem', 0.3],
  ['wp-unpopulated', 0.3],
  ['wp-async', 0.12],
  ['minor-shmem', 0.2],
  ['missing-shmem', 0.15],
  ['exact-address', 0.08],
  ['thread-id', 0.1],
  ['sigbus', 0.05],
  ['event-fork', 0.25],
  ['event-remap', 0.2],
  ['event-remove', 0.15],
  ['event-unmap', 0.15],
]

const MODES = [
  ...['wp', 'wp', 'wp', 'wp', 'wp', 'wp', 'wp', 'wp'],
  ...['missing,wp', 'missing,wp', 'minor,wp', 'minor,wp', 'missing', 'minor', 'missing,minor'],
]

function addActor(build: Build, statement: string, name: string): void {
  build.lines.push(statement)
  build.actors.push(name)
}

/** A page, most often one of those that matter. */
function page(build: Build): { readonly region: Region; readonly index: number } {
  const { random } = build
  if (chance(random, 0.75)) {
    const { region, page: index } = pick(random, build.hot)
    return { region, index }
  }
  const region = pick(random, build.regions)
  return { region, index: Math.floor(random() * region.pages) }
}

function onePage(build: Build): string {
  const { region, index } = page(build)
  return `${region.name}[${index}]`
}

/** The whole, one page, or a few around one that matters. */
function range(build: Build): string {
  const { region, index } = page(build)
  const how = build.random()
  if (how < 0.3) return region.name
  if (how < 0.65) return `${region.name}[${index}]`
  const reach = pick(build.random, [1, 2, 7, 511])
  const last = Math.min(region.pages - 1, index + reach)
  return `${region.name}[${Math.max(0, index - (how < 0.8 ? reach : 0))}..${last}]`
}

function filePart(build: Build): { readonly file: string; readonly index: number } | null {
  const { region, index } = page(build)
  return region.file === null ? null : { file: region.file, index }
}

type Move = (build: Build) => string | null

const value = (build: Build): number => 1 + Math.floor(build.random() * 99)

/** Anybody's: a fault or a call about memory may come from any actor. */
function by(build: Build, statement: string): string {
  const all = [null, ...build.actors, ...build.children]
  const actor = pick(build.random, all)
  return actor === null ? statement : `${actor}: ${statement}`
}

const write: Move = (b) => by(b, `write ${onePage(b)} = ${value(b)}`)
const read: Move = (b) => by(b, `read ${onePage(b)}`)
const wp: Move = (b) => `wp ${range(b)}`
const unwp: Move = (b) => `unwp ${range(b)}${chance(b.random, 0.2) ? ' dontwake' : ''}`
const advise =
  (words: readonly string[]): Move =>
  (b) =>
    by(b, `advise ${range(b)} ${pick(b.random, words)}`)
const protect: Move = (b) =>
  by(b, `protect ${range(b)} ${pick(b.random, ['none', 'r', 'r', 'rw', 'rw', 'rw', 'rw', 'rw'])}`)
const fill: Move = (b) => {
  const wpWord = chance(b.random, 0.4) ? ' wp' : ''
  const wakeWord = chance(b.random, 0.15) ? ' dontwake' : ''
  const at = onePage(b)
  const words = [`copy ${at} = ${value(b)}${wpWord}`, `zero ${at}`, `continue ${at}${wpWord}`]
  return pick(b.random, words) + wakeWord
}
const fork: Move = (b) => {
  if (b.children.length >= 3) return null
  const child = `C${b.children.length + 1}`
  const statement = by(b, `fork ${child}`)
  b.children.push(child)
  return statement
}
const exit: Move = (b) => (b.children.length === 0 ? null : `exit ${pick(b.random, b.children)}`)
const punch: Move = (b) => {
  const part = filePart(b)
  return part === null ? null : `punch ${part.file}[${part.index}]`
}
const truncate: Move = (b) => {
  const part = filePart(b)
  return part === null
    ? null
    : `truncate ${part.file} ${Math.max(0, part.index + pick(b.random, [-1, 0, 1, 2]))}`
}
const pwrite: Move = (b) => {
  const part = filePart(b)
  return part === null ? null : `pwrite ${part.file}[${part.index}] = ${value(b)}`
}
const pread: Move = (b) => {
  const part = filePart(b)
  return part === null ? null : `pread ${part.file}[${part.index}]`
}
const remap: Move = (b) => {
  // 4 GiB apart, and far above every default place.
  const at = 0x200000000000n + (BigInt(b.moves) << 32n)
  b.moves++
  return by(b, `remap ${pick(b.random, b.regions).name} at 0x${at.toString(16)}`)
}
const register: Move = (b) => `register ${range(b)} ${pick(b.random, MODES)}`
/** The story itself: a page is protected, written, read about, and perhaps resolved. */
const trap: Move = (b) => {
  const at = onePage(b)
  if (chance(b.random, 0.6)) b.lines.push(`wp ${at}`)
  b.lines.push(by(b, `write ${at} = ${value(b)}`))
  if (chance(b.random, 0.6)) b.lines.push('poll')
  if (chance(b.random, 0.4)) move(b, LATE)
  return chance(b.random, 0.6) ? `unwp ${at}${chance(b.random, 0.2) ? ' dontwake' : ''}` : null
}
const reopen: Move = (b) => {
  openUffd(b)
  return null
}
const scan: Move = (b) => {
  const words = [
    chance(b.random, 0.8) ? ' written' : '',
    chance(b.random, 0.5) ? ' wp-matching' : '',
    chance(b.random, 0.15) ? ' check-wpasync' : '',
  ]
  return `scan ${range(b)}${words.join('')}`
}
/** One more thread, in a process that exists. */
const thread: Move = (b) => {
  if (b.actors.includes('U')) return null
  const creator = pick(b.random, [null, ...b.children])
  b.actors.push('U')
  return creator === null ? 'thread U' : `${creator}: thread U`
}
const together: Move = (b) => {
  if (!b.parallel) return null
  const first = `main: write ${onePage(b)} = ${value(b)}`
  const others: Move[] = [wp, unwp, (build) => `register ${range(build)} wp`, fill]
  const second = `monitor: ${pick(b.random, others)(b)}`
  if (!b.actors.includes('T') || chance(b.random, 0.5)) return `${first} || ${second}`
  const third = pick(b.random, [`write ${onePage(b)} = ${value(b)}`, `advise ${range(b)} dontneed`])
  return `${first} || ${second} || T: ${third}`
}

const weighted = (moves: readonly (readonly [number, Move])[]): readonly Move[] =>
  moves.flatMap(([weight, one]) => Array.from({ length: weight }, () => one))

const EARLY = weighted([
  [6, write],
  [3, read],
  [1, fork],
  [1, protect],
  [1, advise(['pageout', 'dontneed', 'collapse', 'cold', 'populate-read'])],
])

const LATE = weighted([
  [10, write],
  [6, read],
  [9, wp],
  [6, unwp],
  [4, () => 'poll'],
  [3, fork],
  [2, exit],
  [4, advise(['dontneed', 'dontneed', 'remove', 'free', 'cold'])],
  [4, advise(['pageout'])],
  [2, advise(['collapse', 'hugepage', 'nohugepage', 'populate-read', 'populate-write'])],
  [4, protect],
  [3, fill],
  [2, punch],
  [1, truncate],
  [1, pwrite],
  [1, pread],
  [3, remap],
  [3, register],
  [1, (b) => `unregister ${range(b)}`],
  [2, (b) => `wake ${range(b)}`],
  [1, () => 'close'],
  [1, reopen],
  [1, (b) => by(b, `unmap ${range(b)}`)],
  [1, thread],
  [1, (b) => by(b, `hold ${onePage(b)}`)],
  [1, (b) => by(b, `release ${onePage(b)}`)],
  [2, scan],
  [14, trap],
  [1, (b) => (chance(b.random, 0.3) ? pick(b.random, ['serve', 'serve unwp', 'serve off']) : null)],
  [6, together],
])

function move(build: Build, moves: readonly Move[]): void {
  const line = pick(build.random, moves)(build)
  if (line !== null) build.lines.push(line)
}

/**
 * The smallest scenario that still fails, found by leaving out lines and by shrinking ranges and sizes.
 *
 * @param fails is asked about texts that may run; the given text must fail
 */
export function shrink(text: string, fails: (text: string) => boolean): string {
  const stillFails = (lines: readonly string[]): boolean => {
    const candidate = `${lines.join('\n')}\n`
    return readScenario(candidate).diagnostics.length === 0 && fails(candidate)
  }
  let lines: readonly string[] = text.trimEnd().split('\n')
  for (let before = ''; before !== lines.join('\n'); ) {
    before = lines.join('\n')
    lines = dropLines(lines, stillFails)
    lines = simplifyLines(lines, stillFails)
  }
  return `${lines.join('\n')}\n`
}

/** Halves, quarters, and so on down to single lines, from the end: what comes later depends on what came before. */
function dropLines(
  from: readonly string[],
  stillFails: (lines: readonly string[]) => boolean,
): readonly string[] {
  let lines = from
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = lines.length - size; at >= 0; at -= size) {
      const shorter = [...lines.slice(0, at), ...lines.slice(at + size)]
      if (stillFails(shorter)) {
        lines = shorter
        at = Math.min(at, lines.length)
      }
    }
  }
  return lines
}

/** Rewrites that make a line say less, tried in this order. */
const SIMPLER: readonly (readonly [RegExp, string])[] = [
  [/^(\w+: )/, ''],
  [/\[(\d+)\.\.(\d+)\]/, '[$1]'],
  [/\[(\d+)\.\.(\d+)\]/, '[$2]'],
  [/ (wp-hugetlbfs-shmem|thread-id|sigbus)\b/, ''],
  [/ (wp-unpopulated|wp-async|minor-shmem|event-\w+)\b/, ''],
  [/ dontwake$/, ''],
  [/(missing|minor),wp$/, 'wp'],
  [/ thp$/, ''],
  [/\b(anon|F[ABD]) (1024|512|17|8)\b/, '$1 4'],
  [/\[\d+\]/, '[0]'],
]

function simplifyLines(
  from: readonly string[],
  stillFails: (lines: readonly string[]) => boolean,
): readonly string[] {
  let lines = from
  for (let at = 0; at < lines.length; at++) {
    for (const [pattern, simpler] of SIMPLER) {
      const line = lines[at] as string
      const next = line.replace(pattern, simpler)
      if (next === line) continue
      const candidate = lines.map((other, i) => (i === at ? next : other))
      if (stillFails(candidate)) lines = candidate
    }
  }
  return lines
}
