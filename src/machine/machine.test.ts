import { describe, expect, it } from 'vitest'
import { makePte } from './entry.ts'
import { MAX_WORDS, Machine } from './machine.ts'
import type { EntryRef } from './units.ts'

const machine = () => new Machine((bytes) => new ArrayBuffer(bytes), 4096)
const session = (nextSeq: number) => ({ serve: false, uffd: 0, nextSeq, files: [] })

describe('the machine', () => {
  it('journals what changes, and nothing else', () => {
    const m = machine()
    const before = m.mark()
    m.write(3000, 0)
    expect(m.mark()).toEqual(before)
    m.write(3000, 5)
    m.write(3000, 5)
    expect(m.journal.length).toBe(before.words + 2)
  })

  it('goes to any mark and back, words and records alike', () => {
    const m = machine()
    const marks = [m.mark()]
    const hashes = [m.hash()]
    for (let i = 1; i <= 20; i++) {
      m.setPte((2000 + 2 * (i % 5)) as EntryRef, makePte(i, ~i))
      m.xorRun(2100 as EntryRef, 4, i, 0)
      if (i % 3 === 0) m.put('session', 0, session(i))
      marks.push(m.mark())
      hashes.push(m.hash())
    }
    m.settle()
    for (const to of [3, 17, 0, 20, 9, 10, 9]) {
      m.seek(marks[to] as never)
      expect(m.hash()).toBe(hashes[to])
    }
  })

  it('has the same hash for the same state, whatever was there in between', () => {
    const m = machine()
    const empty = m.hash()
    const start = m.mark()
    m.settle()
    m.put('session', 0, session(1))
    m.write(3000, 1)
    m.settle()
    expect(m.hash()).not.toBe(empty)
    m.seek(start)
    expect(m.hash()).toBe(empty)
  })

  it('forgets what comes after a cut', () => {
    const m = machine()
    m.write(3000, 1)
    const cut = m.mark()
    m.settle()
    m.write(3000, 2)
    m.settle()
    m.seek(cut)
    m.truncate(cut)
    expect([m.read(3000), m.mark()]).toEqual([1, cut])
  })

  it('hands out blocks that do not overlap and start even, and grows for them', () => {
    const m = machine()
    const blocks = [3, 1024, 7, 100_000].map(
      (count) => [m.allocWords(count) as number, count] as const,
    )
    for (const [i, [at]] of blocks.entries()) {
      expect(at % 2).toBe(0)
      const before = blocks[i - 1]
      if (before !== undefined) expect(at).toBeGreaterThanOrEqual(before[0] + before[1])
    }
    expect(m.words.length).toBeGreaterThan(100_000)
    expect(m.allocWords(MAX_WORDS)).toBeNull()
  })

  it('keeps ids apart, and gives those of undone records again', () => {
    const m = machine()
    expect(m.nextId('session')).toBe(0)
    const start = m.mark()
    m.settle()
    m.put('session', 0, session(1))
    m.put('session', 1, session(2))
    m.settle()
    expect([m.nextId('session'), m.all('session').length]).toEqual([2, 2])
    m.seek(start)
    expect([m.nextId('session'), m.all('session').length]).toEqual([0, 0])
  })
})
