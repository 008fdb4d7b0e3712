import { expect, test } from 'vitest'
import { kernelOf, titleOf, togglePatch, withKernel, withStatement } from './text.ts'

test('the kernel line is read with its patches', () => {
  expect(kernelOf('scenario 1\nkernel v6.1 +wp-none-pte -swap-wp-bit # why')).toEqual({
    version: 'v6.1',
    patches: [
      { id: 'wp-none-pte', present: true },
      { id: 'swap-wp-bit', present: false },
    ],
  })
  expect(kernelOf('map A anon 1')).toEqual({ version: null, patches: [] })
})

test('a new kernel line keeps the comment of the old one', () => {
  const next = withKernel('kernel v5.19 # old\nmap A anon 1', { version: 'v6.1', patches: [] })
  expect(next).toBe('kernel v6.1  # old\nmap A anon 1')
})

test('without a kernel line one is put after the title', () => {
  const kernel = { version: 'v6.1', patches: [{ id: 'x', present: false }] }
  expect(withKernel('scenario 1\ntitle T\nmap A anon 1', kernel)).toBe(
    'scenario 1\ntitle T\nkernel v6.1 -x\nmap A anon 1',
  )
  expect(withKernel('map A anon 1', kernel)).toBe('kernel v6.1 -x\nmap A anon 1')
})

test('a patch that the profile has anyway is not written', () => {
  const kernel = { version: 'v6.1', patches: [{ id: 'x', present: false }] }
  expect(togglePatch(kernel, 'x', true, true).patches).toEqual([])
  expect(togglePatch(kernel, 'y', true, false).patches).toHaveLength(2)
})

test('a statement is put at the end, or after a line', () => {
  expect(withStatement('a\nb\n\n', null, 'c')).toBe('a\nb\nc\n')
  expect(withStatement('a\nb\nc', 2, 'd')).toBe('a\nb\nd\n')
  expect(withStatement('', null, 'a')).toBe('a\n')
})

test('the title is the text after its word', () => {
  expect(titleOf('scenario 1\ntitle  Two words ')).toBe('Two words')
  expect(titleOf('map A anon 1')).toBe('')
})
