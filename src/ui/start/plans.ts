/** Which picture each scenario of the start page has, of which pages, and at which moments. */
import type { Preset } from '../../scenarios/index.ts'
import type { MiniPlan } from '../../scene/miniature.ts'
import type { GlimpseAsk } from '../../sim/page-facts.ts'
import type { Wanted } from '../../store/glimpses.ts'

export interface Plan {
  readonly plan: MiniPlan
  /** `A[7]` */
  readonly pages: readonly string[]
  /** The statement at whose end the picture rests; the last one where it is empty. */
  readonly rest: string
  /** It rests where that statement first changes something. */
  readonly isFirst?: true
  /** The statement with which it begins to play; the first one where it is empty. */
  readonly from: string
  /** The text is run with a part of its pages. */
  readonly smaller?: number
}

const life = (pages: string, rest: string, from = ''): Plan => ({
  plan: { kind: 'life' },
  pages: [pages],
  rest,
  from,
})

/** The exploration has no run of its own: its graph is drawn. */
export const PLANS: Readonly<Record<string, Plan>> = {
  'cow-and-uffd-wp': {
    plan: { kind: 'walk' },
    pages: ['A[6]', 'A[7]'],
    rest: 'unwp A[7]',
    isFirst: true,
    from: 'write A[7] = 1',
  },
  'fork-then-write': {
    plan: { kind: 'fork' },
    pages: ['A[0]'],
    rest: 'write A[0] = 2',
    from: 'write A[0] = 1',
  },
  'first-touch': life('A[0]', 'write A[0] = 1'),
  'no-page-table': { plan: { kind: 'grow' }, pages: ['A[3]'], rest: 'wp A[3]', from: 'wp A[3]' },
  'bit-survives-swap': life('A[0]', 'write A[0] = 2', 'wp A[0]'),
  'guest-snapshot': {
    plan: { kind: 'map' },
    pages: [],
    rest: '',
    from: '',
    smaller: 384,
  },
  'split-huge-pmd': { plan: { kind: 'split' }, pages: ['A[0]'], rest: 'wp A[0..255]', from: '' },
  'mremap-drops-registration': {
    plan: { kind: 'pair', names: ['v6.1', '6.1.192'] },
    pages: ['A[0]', 'A[1]', 'A[2]', 'A[3]'],
    rest: 'remap A at 0x200000000000',
    from: 'write A[0] = 1',
  },
  'accessed-and-dirty': life('A[0]', ''),
  'fault-around': life('A[20]', ''),
  'marker-read-first': life('A[0]', 'write A[0] = 6', 'wp A[0..1]'),
  'marker-survives-dontneed': life('A[2]', 'read A[2]', 'wp A[2]'),
  'resolve-then-wake': life('A[0]', 'wake A[0..1]', 'wp A[0..1]'),
  'async-scan': life('A[1]', '', 'wp A'),
  'live-snapshot': life('A[1]', '', 'wp A'),
}

/** The scenario on a guest of a part of the size: each of its ranges keeps at least one page. */
export function smallerBy(text: string, by: number): string {
  const part = (number: string): number => Math.floor(Number(number) / by)
  return text
    .replace(
      /^(map \w+ anon) (\d+)$/m,
      (_, words: string, pages: string) => `${words} ${part(pages)}`,
    )
    .replace(/\[(\d+)\.\.(\d+)\]/g, (_, first: string, last: string) => {
      const from = part(first)
      return `[${from}..${Math.max(from, part(String(Number(last) + 1)) - 1)}]`
    })
}

export function wantedOf({ id, text, against }: Preset): Wanted {
  const plan = PLANS[id]
  if (plan === undefined) return { id, asks: { explore: text } }
  const { plan: picture, pages, smaller } = plan
  const hasCells = picture.kind === 'map' || picture.kind === 'split'
  const ask = (kernel: string | null): GlimpseAsk => ({
    text: smaller === undefined ? text : smallerBy(text, smaller),
    kernel,
    pages: pages.map((page) => {
      const [name = '', index = '0'] = page.split(/[[\]]/)
      return { name, index: Number(index) }
    }),
    cells: hasCells ? 'A' : null,
    grain: picture.kind === 'walk' || picture.kind === 'grow' ? 'step' : 'statement',
  })
  return { id, asks: against === undefined ? [ask(null)] : [ask(null), ask(against)] }
}
