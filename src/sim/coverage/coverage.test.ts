// What is said to be checked is checked: measured again over all recorded scenarios, on every recorded kernel.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../headless/archive.ts'
import { SITES } from '../../linux/include/site-texts.ts'
import { RECORDED } from '../../linux/include/sites/checked.ts'
import { coverage } from './coverage.ts'
import { RECORDED_FORMS } from './forms.ts'
import { formsIn, sitesReached } from './measure.ts'

const ORACLE = join(import.meta.dirname, '../../scenarios/oracle')
const texts = [...readArchive(ORACLE, 'scenarios').values()].map((lines) => lines.join('\n'))
const nameOf = (id: number) => `${SITES[id]?.fn} ${SITES[id]?.title}`

describe('coverage', () => {
  it.each(RECORDED)(
    'names the steps that the recordings of %s come to, and no others',
    (kernel) => {
      const reached = [...sitesReached(texts, kernel)].filter((id) => id !== 0).map(nameOf)
      const said = SITES.filter(({ checkedOn }) => checkedOn.includes(kernel)).map(({ id }) =>
        nameOf(id),
      )
      expect(said.sort()).toEqual(reached.sort())
    },
  )

  it('counts the forms of the recorded statements', () => {
    expect(Object.fromEntries(formsIn(texts))).toEqual(RECORDED_FORMS)
  })

  it('calls a step checked if some recording came to it, unless it is simplified', () => {
    for (const { trust, checkedOn, fn } of SITES.slice(1)) {
      if (trust !== 'simplified')
        expect(trust, fn).toBe(checkedOn.length > 0 ? 'checked' : 'source')
    }
  })

  it('lists every step under its file, every behaviour, and what is missing with a reason', () => {
    const found = coverage()
    const listed = found.files.flatMap(({ sites }) => sites)
    expect(listed.length).toBe(SITES.filter(({ file }) => file !== 'hardware').length)
    expect(found.counts.checked + found.counts.source + found.counts.simplified).toBe(listed.length)
    for (const { what, reason } of found.notModelled) {
      expect(what).not.toBe('')
      expect(reason).toMatch(/\.$/)
    }
  })

  it('tells of each statement whether a recording uses it', () => {
    const unused = coverage().statements.filter(({ recorded }) => recorded === 0)
    expect(unused.map(({ form }) => form)).toEqual(['hold', 'release'])
  })
})
