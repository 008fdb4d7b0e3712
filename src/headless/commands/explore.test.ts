// `ptescope explore`, run as people run it: the bundle, processes of its own for --jobs.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExploreResult } from '../../explore/result.ts'

const SCRIPT = fileURLToPath(new URL('../../../scripts/ptescope.mjs', import.meta.url))
const STALE = fileURLToPath(
  new URL('../../scenarios/history/stale-tlb-corruption.uffd', import.meta.url),
)

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function ptescope(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

async function json(...args: readonly string[]): Promise<ExploreResult> {
  return JSON.parse((await ptescope('explore', ...args, '--json')).out) as ExploreResult
}

const untimed = ({ seconds: _seconds, ...rest }: ExploreResult) => rest

describe('ptescope explore', { timeout: 120_000 }, () => {
  let folder = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ptescope-'))
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('ends with 1 where a schedule violates something, with 0 where none does', async () => {
    const bad = await ptescope('explore', STALE)
    expect(bad.code).toBe(1)
    expect(bad.out).toContain('Schedules 113988')
    expect(bad.out).toContain('lost-write: A store had completed')
    const good = await ptescope('explore', STALE, '--kernel', 'v5.10 +flush-before-cow')
    expect(good.code).toBe(0)
    expect(good.out).toContain('Ok: no schedule violates anything')
  })

  it('prints the format, nothing more and nothing less', async () => {
    const result = await json(STALE)
    expect(Object.keys(result)).toEqual([
      'kernel',
      'line',
      'schedules',
      'states',
      'transitions',
      'complete',
      'seconds',
      'outcomes',
    ])
    expect(result).toMatchObject({ kernel: 'v5.10', line: 11, schedules: 113988, complete: true })
    for (const outcome of result.outcomes) {
      expect(Object.keys(outcome)).toEqual(['count', 'schedule', 'violations', 'values', 'record'])
    }
    const counts = result.outcomes.map(({ count }) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(113988)
  })

  it('gives the same with many workers as with one', async () => {
    const one = await json(STALE)
    for (const jobs of ['2', '3']) {
      expect(untimed(await json(STALE, '--jobs', jobs))).toEqual(untimed(one))
    }
    const told = await ptescope('explore', STALE, '--jobs', '2')
    expect(told.code).toBe(1)
    expect(told.out).toContain('lost-write: A store had completed')
  })

  it('gives the same with the reduction and without', async () => {
    expect(untimed(await json(STALE, '--no-reduction'))).toEqual(untimed(await json(STALE)))
  })

  it('joins four parts to what one run finds', async () => {
    const parts = await Promise.all(
      [1, 2, 3, 4].map(async (part) => {
        const file = join(folder, `${part}.json`)
        const ran = await ptescope('explore', STALE, '--shard', `${part}/4`, '--json')
        writeFileSync(file, ran.out)
        return file
      }),
    )
    const merged = await ptescope('explore', '--merge', ...parts, '--json')
    expect(merged.code).toBe(1)
    expect(untimed(JSON.parse(merged.out) as ExploreResult)).toEqual(untimed(await json(STALE)))
    const missing = await ptescope('explore', '--merge', ...parts.slice(1))
    expect(missing).toMatchObject({ code: 2, err: 'ptescope: part 1 of 4 is missing\n' })
  })

  it('prints schedules that `run` replays to the same record', async () => {
    const { outcomes } = await json(STALE)
    for (const { schedule, record } of outcomes) {
      const ran = await ptescope('run', STALE, '--schedule', schedule.join(' '))
      expect(ran.code).toBe(0)
      expect(JSON.parse(ran.out.trimEnd().split('\n').at(-1) ?? '')).toEqual(record)
    }
  })

  it('names the bound that was hit', async () => {
    const cut = await json(STALE, '--states', '100')
    expect(cut).toMatchObject({ complete: false, limit: 'states' })
  })

  it('says what is wrong with the call', async () => {
    const say = async (...args: string[]): Promise<string> => {
      const { code, err } = await ptescope('explore', ...args)
      expect(code).toBe(2)
      return err
    }
    expect(await say(STALE, '--jobs', '0')).toContain('--jobs takes a number from 1 on')
    expect(await say(STALE, '--shard', '5/4')).toContain('--shard takes I/N')
    expect(await say(STALE, '--jobs', '2', '--shard', '1/4')).toContain('--jobs or --shard')
    expect(await say(STALE, '--kernel', 'v1.0')).toContain('v1.0')
    expect(await say(join(folder, 'nowhere.uffd'))).toContain('nowhere.uffd')
  })
})
