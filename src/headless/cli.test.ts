import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from './cli.ts'
import { USAGES } from './usage.ts'

let out = ''
let err = ''

beforeEach(() => {
  out = ''
  err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the command line', () => {
  it('lists every command on --help', async () => {
    expect(await main(['--help'])).toBe(0)
    for (const name of USAGES.keys()) expect(out).toContain(`  ${name} `)
    expect(err).toBe('')
  })

  it.each([...USAGES.keys()])('tells how to call %s', async (name) => {
    expect(await main([name, '--help'])).toBe(0)
    expect(out).toContain(`usage: ptescope ${name} `)
  })

  it.each(['nosuch', 'constructor', '__proto__'])('names the unknown command %s', async (name) => {
    expect(await main([name])).toBe(2)
    expect(err).toContain(`unknown command "${name}"`)
    expect(out).toBe('')
  })

  it('names an option that a command does not take', async () => {
    for (const name of USAGES.keys()) {
      err = ''
      expect(await main([name, '--nosuch'])).toBe(2)
      expect(err, name).toContain('--nosuch')
    }
  })

  it('keeps its lines below 120 columns', async () => {
    for (const name of ['', ...USAGES.keys()]) await main([name, '--help'])
    const longest = Math.max(...out.split('\n').map((line) => line.length))
    expect(longest).toBeLessThanOrEqual(120)
  })
})
