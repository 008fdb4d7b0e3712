// What tells the releases apart, as one table: a row a rule, a column a release. `y` has it, `-` has it not.
import { describe, expect, it } from 'vitest'
import type { BehaviourId } from './behaviours.ts'
import { findProfile } from './index.ts'

const COLUMNS = 'v5.7 v5.12 v5.14 v5.19 v6.0 v6.1 v6.2 v6.3 v6.4 v6.6 v6.7 v6.8 v6.9 v6.13 v7.3'

const MATRIX = `
wp-api                    y y y y y y y y y y y y y y y
wp-file-enable            - - - y y y y y y y y y y y y
marker-fault              - - - y y y y y y y y y y y y
wp-none-pte.marker        - - - y y y y y y y y y y y y
wp-none-pte.prepopulate   - - - y y y y y y y y y y y y
persist-on-zap            - - - y y y y y y y y y y y y
wp-unpopulated            - - - - - - - - y y y y y y y
wp-async                  - - - - - - - - - - y y y y y
pagemap-scan              - - - - - - - - - - y y y y y
flush-before-cow          - y y y y y y y y y y y y y y
fork-wp-child             - - y y y y y y y y y y y y y
cow-mapcount              y - - - - - - - - - - - - - -
anon-exclusive            - - - y y y y y y y y y y y y
tlb-gather                - - - y y y y y y y y y y y y
resolve-upgrade           - - - - - - - y y y y y y y y
wp-writenotify            - - - - - - y y y y y y y y y
mkuffd-wrprotect          - - - - - - - y y y y y y y y
unregister-reset          - - - - y y y y y y y y y y y
fork-marker-noevent       - - - - - - y y y y y y y y y
close-reset               - - - - - - - - - - - - y y y
mremap-clear              - - - - - - - - - - - - - y y
wp-multi-vma              - - - - - - - - y y y y y y y
saved-dirty               - - - - - - - - - y y y y y y
fault-vma-lock            - - - - - - - - - y y y y y y
rereg-busy                - - - - - - - - - - - - - - y
feature-minor-shmem       - - y y y y y y y y y y y y y
feature-exact-address     - - - y y y y y y y y y y y y
populate                  - - y y y y y y y y y y y y y
continue-wp               - - - - - - - - y y y y y y y
swap-wp-bit               y y y y y y y y y y y y y y y
`

/** Fixes that the recorded stable kernels have, though the release that they grew from has them not. */
const BACKPORTS: Readonly<Record<string, readonly BehaviourId[]>> = {
  '6.1.192': [
    'wp-writenotify',
    'fork-marker-noevent',
    'close-reset',
    'mremap-clear',
    'must-wait-present',
  ],
  '6.12.107': ['mremap-clear', 'must-wait-present', 'scan-none-written', 'released-retry'],
  '6.18.44': ['must-wait-present', 'scan-none-written'],
  '7.2.13': [],
}

describe('the matrix of releases', () => {
  const columns = COLUMNS.split(' ')
  const rows = MATRIX.trim().split('\n')

  it.each(rows)('%s', (row) => {
    const [id = '', ...cells] = row.split(/\s+/)
    const found = columns.map((name) =>
      findProfile(name)?.behaviours.includes(id as BehaviourId) ? 'y' : '-',
    )
    expect(found).toEqual(cells)
  })

  it.each(Object.entries(BACKPORTS))('%s has its backports', (name, backports) => {
    const stable = findProfile(name)
    const base = findProfile(stable?.base ?? '')
    for (const id of backports) {
      expect(stable?.behaviours, id).toContain(id)
      expect(base?.behaviours, id).not.toContain(id)
    }
  })
})
