/** `npm run fuzz -- inputs`: hostile inputs against every reader of what strangers send. */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { LineReader } from '../base/line-reader.ts'
import { explore as exploreLine } from '../explore/exploration.ts'
import { lineToExplore } from '../explore/line-to-explore.ts'
import { litmusText } from '../explore/litmus-text.ts'
import { mergeParts } from '../explore/merge.ts'
import { readMailTable } from '../explore/read-mail-table.ts'
import { readPart } from '../explore/read-part.ts'
import { chooser, hostileInput } from '../lang/hostile.ts'
import { LIMITS } from '../lang/limits.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { readRecord } from '../lang/record-line.ts'
import { pictureMetadata, readPicture } from '../lang/svg-scenario.ts'
import type { Inflate } from '../lang/url.ts'
import { decodeLink, encodeLink } from '../lang/url.ts'
import { salvage } from '../lang/url-salvage.ts'
import { PRESETS } from '../scenarios/index.ts'
import { planMap } from '../scene/map-plan.ts'
import { partsOf, recordedAreas, recordedCells, recordedFacts } from '../scene/recorded-map.ts'
import { compareScenario } from '../sim/compare/compare.ts'
import { parseRecording } from '../sim/compare/recording.ts'
import { parseKernel } from '../sim/kernel-choice.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { runAll } from '../sim/run-all.ts'
import { prepare } from '../sim/run-text.ts'

/** An input that takes longer is a hang. */
const MOST_MS = 100

const USAGE = `usage: npm run fuzz -- inputs [--inputs N] [--seed S]

  --inputs  how many, 100000 unless given; the targets take turns
  --seed    number of the first one, 1 unless given: input S is always the same
`

/** Two CPUs in columns, as mails have them. */
const TABLE = `A store through a stale translation
map A anon 1
uffd
register A wp
cpu0 monitor                 cpu1 main
unwp A[0]
                             write A[0] = 4
                             > mmap_lock taken for reading
`

export interface Target {
  readonly name: string
  /** Inputs that are read without fault, to be damaged. */
  readonly wholes: readonly string[]
  readonly read: (input: string) => unknown
}

/** What went wrong with an input. */
export interface InputFind {
  readonly target: string
  readonly seed: number
  readonly what: string
  readonly input: string
}

const inflate: Inflate = async (bytes, limit) => {
  try {
    return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit }))
  } catch (error) {
    return error instanceof RangeError ? new Uint8Array(limit) : null
  }
}

const inflateStart: Inflate = async (bytes, limit) => {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    return new Uint8Array(inflateRawSync(bytes, { finishFlush, maxOutputLength: 65_536 })).subarray(
      0,
      limit,
    )
  } catch {
    return null
  }
}

async function readLink(hash: string): Promise<void> {
  const decoded = await decodeLink(hash, inflate)
  if (decoded.kind === 'ok') return
  if (!/^[A-Z].*\.$/s.test(decoded.reason)) throw new Error(`no sentence: ${decoded.reason}`)
  await salvage(hash, inflateStart)
}

/** Reads the text, and runs none of it: what a text costs when it runs is another question. */
function readText(text: string): void {
  for (const { line, column, found } of readScenario(text).diagnostics) {
    if (line < 1 || column < 1 || found === '') throw new Error(`a diagnostic at ${line}:${column}`)
  }
}

/** A table from a mail; what is made of it has to stand. */
function readTable(text: string): void {
  if (text.length > LIMITS.textBytes) return
  const { diagnostics } = readScenario(readMailTable(text))
  if (diagnostics[0] !== undefined) throw new Error(`refused: ${JSON.stringify(diagnostics[0])}`)
}

/** A recording as a side of a comparison, and as a map of what it recorded. */
function readSide(text: string): void {
  const recording = parseRecording('fuzz.jsonl', text)
  if (!('records' in recording)) return
  const kernel = parseKernel('v6.1')
  const [source = ''] = texts()
  if ('profile' in kernel) {
    compareScenario(source, { is: 'kernel', choice: kernel }, { is: 'recording', recording })
  }
  drawRecorded(recording.records)
}

/** What the page does with a recording of a process: draws its regions, and tells some of its pages. */
function drawRecorded(records: readonly StateRecord[]): void {
  for (const area of records.flatMap((record) => recordedAreas(record, -1))) {
    for (const { near } of partsOf(area).slice(0, 2)) {
      const plan = planMap(area.mm, area.region, near)
      recordedCells(area, plan)
      for (const vpn of [plan.first, plan.first + plan.pages - 1]) recordedFacts(area, vpn)
    }
  }
}

function readMerged(text: string): void {
  const part = readPart(text)
  if (typeof part === 'string') return
  const merged = mergeParts([part])
  if (typeof merged !== 'string') litmusText(merged)
}

function readLines(text: string): void {
  const reader = new LineReader({ line: 1 << 20, lines: 2000 })
  const take = (line: string, at: number): void => {
    const record = readRecord(line, at)
    if (typeof record !== 'string') drawRecorded([record as unknown as StateRecord])
    else if (!record.endsWith('.')) throw new Error(`no sentence: ${record}`)
  }
  reader.feed(text, take)
  reader.end(take)
}

const texts = (): string[] => PRESETS.map(({ text }) => text)

/** An exploration of one part, as `explore --shard 1/1` prints it. */
function wholePart(): string {
  const prepared = prepare('map A anon 1\nuffd\nregister A wp\nwp A || write A[0] = 2\n')
  if ('diagnostics' in prepared) throw new Error('the text is refused')
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('there is nothing to explore')
  const options = { clock: () => 0, reduction: true, bounds: {}, shard: { index: 1, of: 1 } }
  return JSON.stringify(exploreLine(prepared, line, options))
}

/** Every reader, each with what it reads when nobody is hostile. */
export async function targets(): Promise<readonly Target[]> {
  const links: string[] = []
  for (const text of texts()) {
    const link = await encodeLink({ text, view: { t: '12', s: '1.10.1' } }, async (bytes) =>
      deflateRawSync(bytes, { level: 9 }),
    )
    if (link.kind === 'ok') links.push(link.hash)
  }
  const records = texts()
    .slice(0, 4)
    .map((text) => {
      const prepared = prepare(text)
      if ('diagnostics' in prepared) throw new Error('a preset is refused')
      return `${runAll(prepared)
        .map((record) => JSON.stringify(record))
        .join('\n')}\n`
    })
  const pictures = texts().map(
    (text, i) =>
      `<svg><metadata>${pictureMetadata({ text, link: links[i] ?? '' })}</metadata></svg>`,
  )
  return [
    { name: 'link', wholes: links, read: readLink },
    { name: 'language', wholes: texts(), read: readText },
    { name: 'recording', wholes: records, read: readLines },
    { name: 'picture', wholes: pictures, read: readPicture },
    { name: 'table', wholes: [TABLE, ...texts()], read: readTable },
    { name: 'side', wholes: records, read: readSide },
    { name: 'part', wholes: [wholePart()], read: readMerged },
  ]
}

/** Tries input number `seed` on the target whose turn it is. @returns what went wrong, and how long it took */
async function tryInput(
  all: readonly Target[],
  seed: number,
  now: () => number,
): Promise<{ readonly find: InputFind | null; readonly ms: number }> {
  const target = all[seed % all.length] as Target
  const choose = chooser(seed)
  const input = hostileInput(choose, target.wholes[choose(target.wholes.length)] ?? '')
  const begin = now()
  let what = ''
  try {
    await target.read(input)
  } catch (error) {
    what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const ms = now() - begin
  return { find: what === '' ? null : { target: target.name, seed, what, input }, ms }
}

/** Processor time in milliseconds: others may be busy on this machine, and that is no hang of ours. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The same, and a hang is a find. Collecting garbage is none: what is slow has to be slow again, and again. */
export async function tryWithin(
  all: readonly Target[],
  seed: number,
): Promise<{ readonly find: InputFind | null; readonly ms: number }> {
  let tried = await tryInput(all, seed, spent)
  for (let again = 0; again < 2 && tried.ms > MOST_MS; again++) {
    const next = await tryInput(all, seed, spent)
    if (next.ms < tried.ms) tried = next
  }
  const { find, ms } = tried
  if (find !== null || ms <= MOST_MS) return tried
  const target = all[seed % all.length]?.name ?? ''
  return { find: { target, seed, what: `${ms.toFixed(0)} ms`, input: '' }, ms }
}

/** @returns the exit code: 0, 1 for a find, 2 for a mistake in the call */
export async function fuzzInputs(args: readonly string[]): Promise<number> {
  const options = read(args)
  if (options === null) {
    process.stderr.write(USAGE)
    return 2
  }
  const all = await targets()
  const slowest = new Map<string, number>()
  const end = options.seed + options.inputs
  for (let seed = options.seed; seed < end; seed++) {
    const { find, ms } = await tryWithin(all, seed)
    const name = all[seed % all.length]?.name ?? ''
    slowest.set(name, Math.max(slowest.get(name) ?? 0, ms))
    if (find !== null) {
      const shown = JSON.stringify(find.input.slice(0, 2000))
      process.stdout.write(`${find.target}, seed ${seed}: ${find.what}\n${shown}\n`)
      return 1
    }
    if ((seed - options.seed) % 100_000 === 99_999) process.stderr.write(`${seed} inputs\n`)
  }
  const times = [...slowest].map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`)
  process.stdout.write(`${options.inputs} inputs, 0 finds; slowest: ${times.join(', ')}\n`)
  return 0
}

function read(args: readonly string[]): { readonly inputs: number; readonly seed: number } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        inputs: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
      },
    })
    const [inputs, seed] = [Number(values.inputs), Number(values.seed)]
    return Number.isSafeInteger(inputs) && Number.isSafeInteger(seed) ? { inputs, seed } : null
  } catch {
    return null
  }
}
