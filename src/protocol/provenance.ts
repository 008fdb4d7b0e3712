/** Where a step comes from, as the kernel that runs has it: names and files of functions change with releases. */
import type { Release } from '../base/release.ts'
import { releaseNumber } from '../base/release.ts'
import type { SiteInfo } from './messages.ts'

/** The release that moved fs/userfaultfd.c into mm/userfaultfd.c. */
const UFFD_MOVED: Release = releaseNumber('v7.2')

export function functionIn({ fn, was }: SiteInfo, kernel: string): string {
  const isOld = was !== null && releaseNumber(kernel) <= releaseNumber(was.until)
  return isOld ? was.fn : fn
}

export function fileIn({ file }: SiteInfo, kernel: string): string {
  const hasMoved = file === 'fs/userfaultfd.c' && releaseNumber(kernel) >= UFFD_MOVED
  return hasMoved ? 'mm/userfaultfd.c' : file
}

const TRUST = {
  checked: 'checked on a kernel',
  source: 'from source',
  simplified: 'simplified',
} as const

/** `v6.0+, checked on a kernel`; of a function that this kernel has not yet, that its caller did it. */
export function provenanceIn({ releases, trust }: SiteInfo, kernel: string): string {
  const since = /^v[\d.]+/.exec(releases)?.[0]
  const isYounger = since !== undefined && releaseNumber(kernel) < releaseNumber(since)
  return `${releases}${isYounger ? ', before that in its caller' : ''}, ${TRUST[trust]}`
}
