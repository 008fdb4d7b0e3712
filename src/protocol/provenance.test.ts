import { expect, test } from 'vitest'
import { SITES } from '../linux/include/site-texts.ts'
import type { SiteInfo } from './messages.ts'
import { fileIn, functionIn, provenanceIn } from './provenance.ts'

const site = (title: string) => SITES.find((one) => one.title === title) as SiteInfo

test('a function has the name and the file that the kernel at hand gives it', () => {
  expect(functionIn(site('File page mapped'), 'v6.1')).toBe('do_set_pte')
  expect(functionIn(site('File page mapped'), '6.12.107')).toBe('set_pte_range')
  expect(fileIn(site('Message queued'), 'v7.1')).toBe('fs/userfaultfd.c')
  expect(fileIn(site('Message queued'), '7.2.13')).toBe('mm/userfaultfd.c')
  expect(fileIn(site('Woken'), 'v7.3')).toBe('mm/userfaultfd.c')
})

test('a step says for which releases it holds and how it is known', () => {
  expect(provenanceIn(site('Marker installed'), 'v6.1')).toBe('v5.19+, checked on a kernel')
  expect(provenanceIn(site('uffd_wp_range'), 'v5.19')).toBe(
    'v6.0+, before that in its caller, checked on a kernel',
  )
  expect(provenanceIn(site('Page lock taken'), 'v6.1')).toBe('v5.7+, simplified')
})

test('every site has a label', () => {
  for (const one of SITES) {
    expect(provenanceIn(one, 'v7.3')).toMatch(/, (checked on a kernel|from source|simplified)$/)
  }
})
