import { expect, test } from 'vitest'
import { cacheName, fileAsked, oldCaches } from './offline-rules.ts'

const SCOPE = 'https://host.example/sub/path/'
const site = { version: 'b', files: ['index.html', 'licences.txt', 'assets/a-12345678.js'] }

test('the directory is the page, whatever its query', () => {
  expect(fileAsked(`${SCOPE}?ui=min#1,abc`, SCOPE, site)).toBe(`${SCOPE}index.html`)
})

test('a file of the site is answered without its query', () => {
  expect(fileAsked(`${SCOPE}licences.txt?x=1`, SCOPE, site)).toBe(`${SCOPE}licences.txt`)
})

test('a part of another build may be in its own cache', () => {
  expect(fileAsked(`${SCOPE}assets/a-87654321.js`, SCOPE, site)).not.toBeNull()
})

test.each([
  'https://host.example/sub/other.html',
  'https://other.example/sub/path/index.html',
  `${SCOPE}unknown.txt`,
  `${SCOPE}../index.html`,
])('%s is left to the network', (address) => {
  expect(fileAsked(address, SCOPE, site)).toBeNull()
})

test('the present cache and the one before it stay', () => {
  const names = ['x', 'a', 'b', 'c'].map((version) => cacheName(SCOPE, version))
  expect(oldCaches([...names, 'foreign'], SCOPE, 'c')).toEqual(names.slice(0, 2))
  expect(oldCaches([cacheName(SCOPE, 'c')], SCOPE, 'c')).toEqual([])
})

test('the caches of another path on the same origin are left alone', () => {
  const other = cacheName('https://host.example/elsewhere/', 'a')
  expect(oldCaches([other, cacheName(SCOPE, 'a'), cacheName(SCOPE, 'b')], SCOPE, 'b')).toEqual([])
})
