// What `npm audit` cannot be asked about where there is no network: nothing of a dependency runs when it is installed,
// each file is the one that was looked at, and what is shipped may be shipped.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Package {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
}

const root = join(import.meta.dirname, '../..')
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Record<string, Package> }
const all = Object.entries(packages).filter(([folder]) => folder !== '')

test('no dependency runs a script when it is installed', () => {
  expect(all.filter(([, one]) => one.hasInstallScript === true).map(([name]) => name)).toEqual([])
})

test('every dependency is one exact file of the public registry', () => {
  const loose = all.filter(
    // Binaries for other platforms stand in the file by hand, by version alone (DECISIONS 5).
    ([, { resolved = 'https://registry.npmjs.org/', integrity, optional }]) =>
      !resolved.startsWith('https://registry.npmjs.org/') ||
      (integrity?.startsWith('sha512-') !== true && !(optional && integrity === undefined)),
  )
  expect(loose.map(([name]) => name)).toEqual([])
  const own = read('package.json') as Record<'dependencies' | 'devDependencies', object>
  for (const version of Object.values({ ...own.dependencies, ...own.devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  }
})

test('what is shipped may be shipped', () => {
  const allowed = ['MIT', 'ISC', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'OFL-1.1']
  const shipped = all.filter(([, one]) => !(one.dev || one.optional || one.devOptional))
  expect(shipped.length).toBeGreaterThan(10)
  for (const [name, { license }] of shipped) expect(allowed, name).toContain(license)
})
