// The recorder is compiled with every warning on and looks at this very process; what it prints, the page reads.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRecord } from '../lang/record-line.ts'
import { recordedAreas } from '../scene/recorded-map.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { RECORDER_C } from './recorder-c.ts'

const hasCompiler = spawnSync('cc', ['--version']).status === 0
const hasPagemap = fs.existsSync('/proc/self/pagemap')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-recorder-'))
const recorder = path.join(folder, 'ptescope-record')

beforeAll(() => {
  if (!hasCompiler || !hasPagemap) return
  const source = path.join(folder, 'recorder.c')
  fs.writeFileSync(source, RECORDER_C)
  const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror']
  const args = ['-O2', '-std=gnu11', ...warnings, source, '-o', recorder]
  const made = spawnSync('cc', args, { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
})

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const record = (...args: string[]) =>
  spawnSync(recorder, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })

test.skipIf(!hasCompiler || !hasPagemap)('records a running process for the map', () => {
  const { stdout, status } = record(String(process.pid))
  expect(status).toBe(0)
  const read = readRecord(stdout.trimEnd(), 1)
  if (typeof read === 'string') throw new Error(read)
  const areas = recordedAreas(read as unknown as StateRecord, -1)
  const heap = areas.find(({ region }) => /^M\d+_heap$/.test(region.name))
  const [, start, end] =
    /^([0-9a-f]+)-([0-9a-f]+) .*\[heap\]$/m.exec(fs.readFileSync('/proc/self/maps', 'utf8')) ?? []
  expect(heap?.region.start).toBe(Number.parseInt(start ?? '', 16) / 4096)
  expect(heap?.region.pages).toBeGreaterThan(0)
  expect(heap?.region.pages).toBeLessThanOrEqual(
    (Number.parseInt(end ?? '', 16) - Number.parseInt(start ?? '', 16)) / 4096,
  )
  expect(heap?.entries).toBeGreaterThan(0)
  expect(new Set(areas.map(({ region }) => region.name)).size).toBe(areas.length)
})

test.skipIf(!hasCompiler || !hasPagemap)('says what it cannot do, and with which status', () => {
  expect(record()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage:') })
  expect(record('1', 'A=zz')).toMatchObject({ status: 2, stderr: expect.stringContaining('A=zz') })
  expect(record('999999999')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('/proc/999999999/pagemap'),
  })
})
