/** Everything that the stage shows at one moment, without a single coordinate. */
import type { Mm } from '../machine/records.ts'
import type { Vpn } from '../machine/units.ts'
import { indexAt, LEVEL_NAMES } from '../machine/units.ts'
import type { CacheModel } from './caches-model.ts'
import { cachesModel } from './caches-model.ts'
import type { EntryState } from './decode-entry.ts'
import type { FrameModel } from './frames-model.ts'
import { framesModel } from './frames-model.ts'
import type { StageInput } from './input.ts'
import { readTlb, walkSteps } from './memory.ts'
import type { Doings, Place } from './moment.ts'
import { activePlace, doingsOf, latestPlace } from './moment.ts'
import { regionOf } from './naming.ts'
import { lockPose, tlbPose } from './poses.ts'
import { staleByPage } from './stale.ts'
import type { Notice, StackModel, Title } from './story.ts'
import { answeredOf, noticeOf, stackOf, titleOf } from './story.ts'
import type { ProcessModel } from './tables.ts'
import { processModel } from './tables.ts'
import { binaryText } from './text.ts'
import type { UffdModel } from './uffd-model.ts'
import { uffdModel } from './uffd-model.ts'

/** One field of the virtual address. */
export interface AddressField {
  readonly name: 'PGD' | 'PUD' | 'PMD' | 'PTE' | 'Offset'
  readonly bits: string
  readonly digits: string
  readonly index: number | null
}

/** What the swatches of the legend are. */
export type LegendState = EntryState | 'shared'

export interface StageModel {
  readonly step: number
  readonly place: Place | null
  readonly title: Title
  readonly fields: readonly AddressField[]
  readonly processes: readonly ProcessModel[]
  readonly frames: readonly FrameModel[]
  readonly caches: readonly CacheModel[]
  readonly uffd: UffdModel | null
  readonly stack: StackModel | null
  readonly notice: Notice | null
  readonly legend: readonly LegendState[]
  /** Translations that the CPUs hold, and locks that are held, by the names under which they move. */
  readonly tlb: readonly string[]
  readonly locks: readonly string[]
  /** Frame of the page in the middle: where the offset's arrow ends. */
  readonly target: string | null
}

const FIELD_BITS = ['47–39', '38–30', '29–21', '20–12', '11–0'] as const

/** The fields of an address; null: nothing is shown but the bit ranges. */
function addressFields(vpn: Vpn | null): AddressField[] {
  const levels = [4, 3, 2, 1] as const
  const fields = levels.map((level, i): AddressField => {
    const index = vpn === null ? null : indexAt(vpn, level)
    const digits = index === null ? '' : binaryText(index, 9)
    return { name: LEVEL_NAMES[level], bits: FIELD_BITS[i] as string, digits, index }
  })
  const isNone = vpn === null
  const digits = isNone ? '' : binaryText(0, 12)
  return [...fields, { name: 'Offset', bits: FIELD_BITS[4], digits, index: isNone ? null : 0 }]
}

/** The page in the middle of things: of the present step, else the selected one, else the first of a region. */
export function focusPlace(
  input: Pick<StageInput, 'view' | 'run' | 'step' | 'selected'>,
): Place | null {
  const active = activePlace(input.run, input.step)
  const isKnown = (place: Place): boolean => {
    const mm = input.view.mms.find((one) => one.id === place.mm && one.alive)
    return mm !== undefined && regionOf(mm, place.vpn) !== null
  }
  if (active !== null && isKnown(active)) return active
  if (input.selected !== null && isKnown(input.selected)) return input.selected
  const latest = latestPlace(input.run, input.step, isKnown)
  if (latest !== null) return latest
  const home = input.view.mms.find((mm) => mm.alive && mm.regions.length > 0)
  const region = home?.regions[0]
  return home === undefined || region === undefined ? null : { mm: home.id, vpn: region.start }
}

function processesOf(input: StageInput, place: Place | null, doings: Doings): ProcessModel[] {
  const tlb = Array.from({ length: input.run.cpus }, (_, cpu) => readTlb(input.read, cpu)).flat()
  return aliveOf(input).map((mm) => {
    const isActive = place === null ? mm.id === 0 : mm.id === place.mm
    const isHere = place !== null && (isActive || regionOf(mm, place.vpn) !== null)
    const isSelected = input.selected?.mm === mm.id
    return processModel({
      read: input.read,
      mm,
      detail: input.detail,
      isActive,
      focus: isHere ? place.vpn : null,
      selected:
        isSelected && input.selected !== null
          ? { vpn: input.selected.vpn, entry: input.selected.entry }
          : null,
      changes: input.changes,
      made: doings.tables,
      siteName: (site) => input.sites[site]?.fn ?? '',
      openRuns: input.openRuns,
      stale: staleByPage(input.read, mm, tlb),
    })
  })
}

function aliveOf(input: StageInput): Mm[] {
  return input.view.mms.filter((mm) => mm.alive)
}

/** Base states first; the rarer ones only while they are to be seen. */
function legendOf(processes: readonly ProcessModel[]): LegendState[] {
  const seen = new Set<EntryState>()
  for (const table of processes.flatMap((process) => process.tables)) {
    for (const row of table.rows) if (row.kind === 'entry') seen.add(row.state)
  }
  const rare = (['marker', 'swap', 'no-access', 'migration'] as const).filter((s) => seen.has(s))
  const base: LegendState[] = ['writable', 'read-only', 'uffd-wp', 'table', 'shared', 'none']
  return [...base, ...rare]
}

function targetOf(input: StageInput, place: Place | null): string | null {
  const mm = aliveOf(input).find((one) => one.id === place?.mm)
  if (place === null || mm === undefined) return null
  const leaf = walkSteps(input.read, mm.pgd, place.vpn).at(-1)
  return leaf === undefined ? null : `e${mm.id}-${leaf.entry}`
}

/** Decodes one moment. */
export function stageModel(input: StageInput): StageModel {
  const { view, run, step, sites } = input
  const place = focusPlace(input)
  const doings = doingsOf(run, step)
  const processes = processesOf(input, place, doings)
  return {
    step,
    place,
    title: titleOf(view, run, step, place),
    fields: addressFields(place?.vpn ?? null),
    processes,
    frames: framesModel({
      read: input.read,
      mms: view.mms,
      inodes: view.inodes,
      processes,
      allocated: doings.frames,
      focus: place?.vpn ?? null,
    }),
    caches: cachesModel({
      read: input.read,
      mms: aliveOf(input),
      inodes: view.inodes,
      active: place,
      blocks: input.detail.blocks,
    }),
    uffd: uffdModel(view, doings, answeredOf(view, run, step)),
    stack: stackOf(view, run, sites, step, doings),
    notice: noticeOf(run, step, place, doings),
    legend: legendOf(processes),
    tlb: Array.from({ length: run.cpus }, (_, cpu) => readTlb(input.read, cpu).map(tlbPose)).flat(),
    locks: view.locks.map(({ name }) => lockPose(name)),
    target: targetOf(input, place),
  }
}
