/**
 * Exercise sheets: problems that are the same for the same seed, each with its answer from the machine. Nothing is
 * asked that the machine has not run.
 */
import type { Seeded } from '../base/seeded.ts'
import { seeded } from '../base/seeded.ts'
import { pte_none, pte_present } from '../linux/arch/x86/include/pgtable.ts'
import { is_pte_marker } from '../linux/include/swapops.ts'
import type { Pte } from '../machine/entry.ts'
import { ACCESSED, DIRTY, PRESENT, pfnOf, RW, SOFTW2 } from '../machine/entry.ts'
import { isZeroPfn } from '../machine/frames.ts'
import { observe } from '../machine/mmu.ts'
import { indexAt } from '../machine/units.ts'
import { prepare } from './run-text.ts'
import type { Simulation } from './simulation.ts'

type ExerciseKind = 'translate' | 'entry' | 'blocked' | 'frames'

export interface Exercise {
  readonly kind: ExerciseKind
  /** The scenario's lines, as they are numbered in it. Empty for a translation. */
  readonly lines: readonly string[]
  readonly question: string
  readonly answer: string
  /** The whole scenario, to be opened in the page. */
  readonly text: string
}

export const MOST_EXERCISES = 24

const ORDER: readonly ExerciseKind[] = [
  'translate',
  'entry',
  'blocked',
  'frames',
  'entry',
  'blocked',
  'frames',
  'entry',
]

/** The problems of a sheet. */
export function exercisesOf(seed: string, count: number): Exercise[] {
  const random = seeded(seed)
  const total = Math.max(1, Math.min(MOST_EXERCISES, Math.floor(count)))
  return Array.from({ length: total }, (_, at) =>
    exercise(random, ORDER[at % ORDER.length] as ExerciseKind),
  )
}

function exercise(random: Seeded, kind: ExerciseKind): Exercise {
  if (kind === 'translate') return translation(random)
  for (;;) {
    const lines = programOf(random, kind)
    const found = solve(random, kind, lines)
    if (found !== null) return found
  }
}

const HEAD = 'kernel v6.1'

function translation(random: Seeded): Exercise {
  const indices = [32 + random.below(64), random.below(512), random.below(512), random.below(512)]
  const vpn = indices.reduce((page, index) => page * 512 + index, 0)
  const offset = random.below(512) * 8
  const address = vpn * 4096 + offset
  const [pgd, pud, pmd, pte] = [4, 3, 2, 1].map((level) => indexAt(vpn, level as 1 | 2 | 3 | 4))
  return {
    kind: 'translate',
    lines: [],
    question: `Which entry of each table does the address 0x${address.toString(16)} use, and what is its offset in the page?`,
    answer: `PGD ${pgd}, PUD ${pud}, PMD ${pmd}, PTE ${pte}, offset 0x${offset.toString(16)}`,
    text: `${HEAD}\nmap A anon 1 at 0x${(vpn * 4096).toString(16)}\nread A[0]\n`,
  }
}

const PAGES = 3

const anyPage = (random: Seeded): string => `A[${random.below(PAGES)}]`
const anyWrite = (random: Seeded): string => `write ${anyPage(random)} = ${1 + random.below(9)}`

/** What may come next: memory is touched, shared, watched. */
function nextLines(random: Seeded, kind: ExerciseKind, before: readonly string[]): string[] {
  const hasChild = before.includes('fork C')
  const hasUffd = before.includes('uffd')
  const act = random.below(kind === 'blocked' ? 8 : 6)
  if (act < 2) return [anyWrite(random)]
  if (act === 2) return [`read ${anyPage(random)}`]
  if (act === 3 && !hasChild) return ['fork C']
  if (act === 3) return [`C: ${random.pick([`read ${anyPage(random)}`, anyWrite(random)])}`]
  if (!hasUffd) return ['uffd', 'register A wp', `wp ${anyPage(random)}`]
  return [`${random.pick(['wp', 'wp', 'unwp'])} ${anyPage(random)}`]
}

function programOf(random: Seeded, kind: ExerciseKind): string[] {
  const lines = [HEAD, `map A anon ${PAGES}`]
  const length = 5 + random.below(3)
  while (lines.length < length) {
    const next = nextLines(random, kind, lines)
    // The same twice in a row asks nothing new.
    if (next[0] !== lines.at(-1)) lines.push(...next)
  }
  if (kind !== 'blocked') return lines
  const byChild = lines.includes('fork C') && random.below(3) === 0
  return [...lines, `${byChild ? 'C: ' : ''}${anyWrite(random)}`]
}

/** The problem for a program; null where the program goes astray before its end, or asks too little. */
function solve(random: Seeded, kind: ExerciseKind, lines: readonly string[]): Exercise | null {
  const text = `${lines.join('\n')}\n`
  const prepared = prepare(text)
  if ('diagnostics' in prepared) return null
  const ends = prepared.operations.map((line) => prepared.sim.run(line).ends[0]?.outcome ?? 'ok')
  const last = ends.pop()
  if (ends.some((end) => end !== 'ok')) return null
  const base = { kind, lines, text }
  const number = lines.length
  if (kind === 'blocked') {
    const isBlocked = last === 'blocked'
    // Half of the answers each way, so that neither can be guessed.
    if (isBlocked !== (random.below(2) === 1)) return null
    return {
      ...base,
      question: `Does the write in line ${number} go through, or does it wait for the monitor?`,
      answer: isBlocked ? 'It waits: the entry has uffd-wp.' : 'It goes through.',
    }
  }
  if (last !== 'ok') return null
  return kind === 'frames' ? frames(prepared.sim, base) : entry(random, prepared.sim, base)
}

type Base = Pick<Exercise, 'kind' | 'lines' | 'text'>

function entriesOf(sim: Simulation): { process: string; index: number; pte: Pte }[] {
  const { m } = sim.kernel
  return m.all('mm').flatMap((mm) => {
    const region = mm.alive ? mm.regions.find(({ name }) => name === 'A') : undefined
    if (region === undefined) return []
    return Array.from({ length: PAGES }, (_, index) => {
      const end = observe(m.words, mm.pgd, region.start + index)
      return { process: mm.process, index, pte: end.level === 1 ? end.pte : { lo: 0, hi: 0 } }
    })
  })
}

function frames(sim: Simulation, base: Base): Exercise | null {
  const mapped = entriesOf(sim).filter(({ pte }) => pte_present(pte))
  const owned = mapped.map(({ pte }) => pfnOf(pte)).filter((pfn) => !isZeroPfn(pfn))
  const pfns = new Set(owned)
  if (mapped.length <= pfns.size || pfns.size === 0) return null
  const zeroes = mapped.length - owned.length
  const zeroPart = zeroes === 0 ? '' : `; ${zeroes} of them the zero page`
  return {
    ...base,
    question: `How many frames hold pages of A after line ${base.lines.length}, in all processes together? Do not count the zero page.`,
    answer: `${pfns.size} ${pfns.size === 1 ? 'frame' : 'frames'} (${mapped.length} entries map something${zeroPart})`,
  }
}

const BITS = [
  ['P', PRESENT],
  ['RW', RW],
  ['A', ACCESSED],
  ['D', DIRTY],
  ['UFFD_WP', SOFTW2],
] as const

function entry(random: Seeded, sim: Simulation, base: Base): Exercise | null {
  const touched = entriesOf(sim).filter(({ pte }) => !pte_none(pte))
  if (touched.length === 0) return null
  const { process, index, pte } = random.pick(touched)
  const bits = BITS.map(([name, bit]) => `${name} ${(pte.lo & bit) === 0 ? 0 : 1}`).join(', ')
  return {
    ...base,
    question: `What is ${process}’s entry for A[${index}] after line ${base.lines.length}? Give P, RW, A, D and UFFD_WP.`,
    answer: is_pte_marker(pte) ? 'a pte marker: not present' : bits,
  }
}
