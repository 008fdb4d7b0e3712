import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepare } from '../sim/run-text.ts'
import { decodeEntry } from './decode-entry.ts'
import {
  CELL_CLASSES,
  CELL_HUGE,
  CELL_MARKER,
  CELL_NO_TABLE,
  CELL_NONE,
  CELL_OUTSIDE,
  CELL_READ_ONLY,
  CELL_SWAP,
  CELL_UFFD_WP,
  CELL_WRITABLE,
  cellOf,
  countCells,
  decodeCells,
} from './map-cells.ts'
import { frontOf } from './map-front.ts'
import { LADDER, ladderLut, paintCells } from './map-ladder.ts'
import {
  lensAround,
  pageAt,
  planCells,
  planMap,
  rangeBetween,
  rangeText,
  sizeText,
  spotOf,
  tablesOf,
} from './map-plan.ts'
import { countLines, frameText, pageFacts, pageSentence, wordsOfCell } from './map-words.ts'
import { readerOf, walkSteps } from './memory.ts'

function run(text: string) {
  const prepared = prepare(`scenario 1\nkernel v6.12\n${text}`)
  if ('diagnostics' in prepared) throw new Error('the scenario has errors')
  for (const line of prepared.operations) prepared.sim.run(line)
  const { m } = prepared.sim.kernel
  const mm = m.all('mm')[0] as ReturnType<typeof m.rec<'mm'>>
  return { words: m.words, mm, region: mm.regions[0] as (typeof mm.regions)[number] }
}

const MIXED = `map A anon 262144
uffd wp-unpopulated
register A wp
advise A[0..99] populate-write
advise A[100..199] populate-read
advise A[0..9] pageout
wp A[20..39]
wp A[200..299]
advise A[5120..5199] populate-write`

describe('the cells of a gigabyte', () => {
  const { words, mm, region } = run(MIXED)
  const cells = decodeCells(words, mm.pgd, region.start, region.pages)

  test('are what the tables say, stretch by stretch', () => {
    expect(cells).toHaveLength(262144)
    const stretches: readonly (readonly [number, number, number])[] = [
      [0, 9, CELL_SWAP],
      [10, 19, CELL_WRITABLE],
      [20, 39, CELL_UFFD_WP],
      [40, 99, CELL_WRITABLE],
      [100, 199, CELL_READ_ONLY],
      [200, 299, CELL_MARKER],
      [300, 511, CELL_NONE],
      [512, 5119, CELL_NO_TABLE],
      [5120, 5199, CELL_WRITABLE],
      [5200, 5631, CELL_NONE],
      [5632, 262143, CELL_NO_TABLE],
    ]
    for (const [from, to, cell] of stretches) {
      expect([...new Set(cells.subarray(from, to + 1))], `${from}..${to}`).toEqual([cell])
    }
  })

  test('agree with the decoding of single entries', () => {
    for (let i = 0; i < 6000; i += 7) {
      const facts = pageFacts(words, mm.pgd, region.start + i)
      if (!facts.hasTable) expect(cells[i]).toBe(CELL_NO_TABLE)
      else expect(wordsOfCell(cells[i] as number).state).toBe(facts.info.state)
    }
  })

  test('sum up to the region', () => {
    const counts = countCells(cells)
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(262144)
    expect(counts[CELL_MARKER]).toBe(100)
    const none = countLines(counts).find(({ words: { state } }) => state === 'none')
    expect(none?.says).toBe('261,120 of them without a table')
  })

  test('may begin and end in the middle of a table', () => {
    const part = decodeCells(words, mm.pgd, region.start + 15, 1000)
    expect([...part]).toEqual([...cells.subarray(15, 1015)])
  })
})

test('a huge entry fills its two megabytes', () => {
  const { words, mm, region } = run(
    'map A anon 1024 at 0x100000000000\nadvise A hugepage\nwrite A[3] = 1\nwrite A[700] = 1',
  )
  const cells = decodeCells(words, mm.pgd, region.start, 1024)
  expect([...new Set(cells)]).toEqual([CELL_WRITABLE | CELL_HUGE])
  expect(countCells(cells)[CELL_WRITABLE]).toBe(1024)
  const facts = pageFacts(words, mm.pgd, region.start + 5)
  expect(pageSentence(facts)).toBe('Present and writable. Part of a huge entry of 2 MiB.')
  expect(frameText(facts)).toBe(`2M ${((facts.info.pfn ?? 0) + facts.entry).toString(16)}`)
})

test('the class of any word is the state that single entries are decoded to', () => {
  const los = [0, 0x20, 0x60, 1, 3, 0x401, 0x403, 0x865, 0xfffffc00, 0x100, 0x1000, 0xfffff0e4]
  const his = [
    0, 0x80000000, 0xf7ffffff, 0xf0000000, 0xe7ffffff, 0xdfffffff, 0x07ffffff, 0x04000000,
  ]
  for (const lo of los) {
    for (const hi of his) {
      const { state } = decodeEntry({ lo, hi }, 1)
      expect(wordsOfCell(cellOf(lo, hi)).state, `${lo.toString(16)} ${hi.toString(16)}`).toBe(state)
    }
  }
})

describe('the plan of a region', () => {
  test('puts a page table in a row where there are many, and makes a square of few', () => {
    const { mm, region } = run('map A anon 262144')
    expect(planMap(mm, region, 0)).toMatchObject({ columns: 512, rows: 512 })
    const small = run('map A anon 60 at 0x100000003000')
    const plan = planMap(small.mm, small.region, 0)
    expect(plan).toMatchObject({ columns: 8, rows: 8, pages: 60 })
    const cells = planCells(small.words, plan)
    expect([...cells.subarray(0, 4)]).toEqual([
      CELL_OUTSIDE,
      CELL_OUTSIDE,
      CELL_OUTSIDE,
      CELL_NO_TABLE,
    ])
    expect(pageAt(plan, spotOf(plan, plan.first + 17))).toBe(plan.first + 17)
  })

  test('shows one gigabyte of a larger region, the one asked for', () => {
    const { mm, region } = run('map A anon 600000')
    const plan = planMap(mm, region, region.start + 300000)
    expect(plan.first - region.start).toBe(262144)
    expect(plan.pages).toBe(262144)
    expect(planMap(mm, region, region.start + 599999).pages).toBe(600000 - 524288)
  })

  test('ranges are whole tables from afar, and pages from near', () => {
    const { mm, region } = run('map A anon 262144')
    const plan = planMap(mm, region, region.start)
    const at = (index: number) => region.start + index
    const far = rangeBetween(plan, at(12000), at(8200), true)
    expect(rangeText(region, far)).toBe('A[8192..12287]')
    expect(tablesOf(region, far)).toEqual({ count: 8, first: 16, last: 23 })
    expect(rangeText(region, rangeBetween(plan, at(12000), at(8200), false))).toBe('A[8200..12000]')
    expect(rangeText(region, rangeBetween(plan, at(7), at(7), true))).toBe('A[7]')
    expect(rangeText(region, { from: 0, to: 262143 })).toBe('A')
  })

  test('the lens stands in steps of eight and stays inside', () => {
    const { mm, region } = run('map A anon 262144')
    const plan = planMap(mm, region, region.start)
    const base = region.start / 512
    const lens = lensAround(plan, region.start + 17 * 512 + 203, 8, 32)
    expect(lens).toEqual({ table: base + 16, tables: 8, entry: 200, entries: 32 })
    const last = lensAround(plan, region.start + 262143, 8, 32)
    expect(last).toEqual({ table: base + 504, tables: 8, entry: 480, entries: 32 })
  })

  test('sizes are said in the largest unit', () => {
    expect([1, 512, 4096, 262144, 300].map(sizeText)).toEqual([
      ...['4 KiB', '2 MiB', '16 MiB', '1 GiB', '1.2 MiB'],
    ])
  })
})

/** L* of a colour, 0 to 100. */
function lightness(rgb: number): number {
  const linear = [16, 8, 0].map((shift) => {
    const part = ((rgb >>> shift) & 255) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const [r = 0, g = 0, b = 0] = linear
  return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16
}

test.each(['light', 'dark'] as const)('on the %s ladder, neighbours differ by 8 in L*', (tone) => {
  const rungs = [CELL_SWAP, CELL_WRITABLE, CELL_UFFD_WP, CELL_READ_ONLY, CELL_MARKER, CELL_NONE]
    .map((cell) => {
      const tints = LADDER[tone].get(cell) ?? []
      return tints.reduce((sum, tint) => sum + lightness(tint), 0) / tints.length
    })
    .sort((a, b) => a - b)
  for (let i = 1; i < rungs.length; i++) {
    expect((rungs[i] as number) - (rungs[i - 1] as number)).toBeGreaterThan(7.5)
  }
})

test('marker cells alternate two tints, both ways', () => {
  const pixels = new Uint32Array(4)
  paintCells(new Uint8Array(4).fill(CELL_MARKER), 2, ladderLut('light'), pixels)
  expect(pixels[0]).toBe(pixels[3])
  expect(pixels[1]).toBe(pixels[2])
  expect(pixels[0]).not.toBe(pixels[1])
  expect((pixels[0] as number).toString(16)).toBe('ff6cc7ef')
})

test('protection has come as far as its calls go without a gap', () => {
  const done = (text: string, last: number, outcome = 'ok') => ({ text, last, outcome })
  const calls = [
    done('wp A[0..99]', 1),
    done('wp A[100..199]', 2),
    done('unwp A[7]', 3),
    done('wp B[200..299]', 4),
    done('wp A[250..260]', 5),
    done('wp A[200..210]', 6, 'ENOENT'),
    done('monitor: wp A[200]', 7),
    done('wp A', 8),
  ] as unknown as Parameters<typeof frontOf>[0]
  const region = { name: 'A', pages: 512 }
  const at = (step: number) => frontOf(calls, step, region)
  expect([0, 1, 2, 3, 5, 6, 7, 8].map(at)).toEqual([0, 100, 200, 200, 200, 200, 201, 512])
})

type Entry = readonly [lo: number, hi: number]

/** Entries as they stand side by side in a table: of any words, or of a few kinds in stretches, so that blocks repeat. */
const anyEntries: fc.Arbitrary<readonly Entry[]> = fc.oneof(
  fc.array(fc.tuple(fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xffffffff })), { maxLength: 600 }),
  fc
    .array(
      fc.record({
        lo: fc.constantFrom(0, 0x20, 0x60, 0x100, 0x1000, 0x865, 0x867, 0xc65, 0xc67, 0xfffff0e4),
        hi: fc.constantFrom(0, 0x80000000, 0xf7ffffff, 0xf0000000, 0xdfffffff, 0x04000000),
        /** What differs from page to page, and does not make another class of it. */
        frame: fc.constantFrom(0, 0x1000),
        times: fc.integer({ min: 1, max: 70 }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((stretches) =>
      stretches.flatMap(({ lo, hi, frame, times }) =>
        Array.from({ length: times }, (_, i) => [(lo + i * frame) >>> 0, hi] as const),
      ),
    ),
)

/** The words, with the entries given for the first pages of the region. */
function withEntries(
  { words, mm, region }: ReturnType<typeof run>,
  entries: readonly Entry[],
): Uint32Array {
  const changed = words.slice()
  for (const [i, [lo, hi]] of entries.entries()) {
    const at = walkSteps(readerOf(words), mm.pgd, region.start + i).at(-1)?.entry as number
    changed[at] = lo
    changed[at + 1] = hi
  }
  return changed
}

test('what repeats is decoded, counted and painted in blocks as it is entry by entry', () => {
  const populated = run('map A anon 2048\nadvise A populate-write')
  const { mm, region } = populated
  const lut = ladderLut('dark')
  fc.assert(
    fc.property(
      anyEntries,
      fc.nat({ max: 9 }),
      fc.constantFrom(1, 3, 8, 32, 512),
      (entries, lead, columns) => {
        const words = withEntries(populated, entries.slice(0, 2048))
        const count = Math.min(entries.length, 2048)
        const expected = new Uint8Array(count)
        for (let i = 0; i < count; i++) expected[i] = cellOf(...(entries[i] as Entry))
        const cells = decodeCells(words, mm.pgd, region.start, count, new Uint8Array(count).fill(9))
        expect(cells).toEqual(expected)

        const from = Math.min(lead, count)
        const counts = new Uint32Array(CELL_CLASSES)
        for (const cell of expected.subarray(from)) counts[cell] = (counts[cell] ?? 0) + 1
        expect(countCells(cells, from)).toEqual(counts)
        expect(countCells(cells.subarray(from))).toEqual(counts)
        expect(countCells(cells, from, count + 5)).toEqual(counts)

        const shown = cells.subarray(from)
        const pixels = new Uint32Array(shown.length)
        paintCells(shown, columns, lut, pixels)
        const simple = shown.map((cell, i) => {
          const phase = ((i % columns) + Math.floor(i / columns)) % 8
          return pixels[i] === lut[cell * 8 + phase] ? 1 : 0
        })
        expect(simple.every((same) => same === 1)).toBe(true)
      },
    ),
  )
})

test('cells beyond the region say so in an array that was used before, too', () => {
  const { words, mm, region } = run('map A anon 60 at 0x100000003000')
  const plan = planMap(mm, region, 0)
  const used = new Uint8Array(plan.columns * plan.rows).fill(CELL_SWAP)
  expect(planCells(words, plan, used)).toBe(used)
  expect(used).toEqual(planCells(words, plan))
})
