import { describe, expect, it } from 'vitest'
import { cowMoment, inputOf } from './fixtures.ts'
import { layout } from './layout.ts'
import { FULL } from './metrics.ts'
import { stageModel } from './stage-model.ts'

describe('the stage at the second of the four steps', () => {
  const { m, view, run, changes } = cowMoment()
  const model = stageModel(inputOf(m, view, run, { changes }))
  const scene = layout(model, FULL, 780, 588)
  const [main, child] = scene.bands

  it('names who does what, and the fields of the address', () => {
    expect(model.title).toEqual({ text: 'monitor resolves A[7]', address: '0x1000 c0a0 7000' })
    expect(model.fields.map((field) => field.index)).toEqual([32, 3, 5, 7, 0])
  })

  it('stands where the design puts it at 780 pixels', () => {
    expect(scene.height).toBeLessThanOrEqual(588)
    expect(main?.cards.map(({ x, y, w }) => [x, y, w])).toEqual([
      [14, 134, 104],
      [142, 134, 104],
      [270, 134, 104],
      [402, 134, 168],
    ])
    expect(scene.frames.map((frame) => frame.x)).toEqual([652, 652, 652, 652, 652])
  })

  it('cuts the address between the columns', () => {
    expect(scene.address.fields.map(({ x, w }) => [x, x + w])).toEqual([
      [14, 130],
      [130, 258],
      [258, 388],
      [388, 611],
      [611, 766],
    ])
  })

  it('folds runs of none and keeps the four entries', () => {
    const rows = main?.cards
      .at(-1)
      ?.rows.map(({ row }) =>
        row.kind === 'run' ? row.label : [row.index, row.state, row.letters?.join('')].join(' '),
      )
    expect(rows).toEqual([
      '4 none',
      '4 read-only ··AD',
      '5 writable W·AD',
      '6 uffd-wp ·UAD',
      '7 read-only ··AD',
      '504 none',
    ])
  })

  it('says on the entry what changed and what did not', () => {
    const row = main?.cards.at(-1)?.rows.find((one) => one.row.kind === 'entry' && one.row.change)
    expect(row?.h).toBe(FULL.row + FULL.note)
    expect(row?.row).toMatchObject({ index: 7, change: { what: 'U 1 → 0', still: 'W still 0' } })
  })

  it('orders frames by the mean height of the entries that point to them', () => {
    expect(scene.frames.map(({ frame }) => `${frame.name} ${frame.share}`)).toEqual([
      'A[5] 1',
      'A[4] 2',
      'A[6] 2',
      'A[7] 2',
      'A[5] 1',
    ])
  })

  it('draws the walk in ink and the child dashed', () => {
    const active = scene.links.filter((link) => link.isActive)
    expect(active.map((link) => [link.kind, link.isDashed])).toEqual([
      ['page', false],
      ['page', true],
      ['walk', false],
      ['walk', false],
      ['walk', false],
    ])
    expect(child?.cards.every((card) => !card.table.isActive)).toBe(true)
  })

  it('tells that the message was answered and who was woken', () => {
    const later = stageModel(inputOf(m, view, run, { changes, step: 3 }))
    expect(later.uffd?.registered).toBe('A registered for write-protect')
    expect(later.uffd?.lines.map((line) => line.text)).toEqual(['A[7] wp, write', 'main woken'])
  })

  it('marks no translation as stale while all agree', () => {
    const rows = scene.bands.flatMap((band) => band.cards.flatMap((card) => card.rows))
    expect(rows.filter(({ row }) => row.kind === 'entry' && row.stale !== null)).toEqual([])
  })
})
