/** What is modelled, what of it is checked on which kernel, and what is not modelled: all of it from tables. */
import { VERBS } from '../../lang/verbs.ts'
import { SITES } from '../../linux/include/site-texts.ts'
import type { RecordedKernel } from '../../linux/include/sites/checked.ts'
import { RECORDED } from '../../linux/include/sites/checked.ts'
import { BEHAVIOUR_IDS } from '../../linux/profiles/behaviours.ts'
import { findProfile, profiles } from '../../linux/profiles/index.ts'
import type { NotModelled } from '../../linux/profiles/not-modelled.ts'
import { NOT_MODELLED } from '../../linux/profiles/not-modelled.ts'
import { isPlain, ruleOf } from '../../linux/profiles/rules.ts'
import { RECORDED_FORMS } from './forms.ts'

export interface CoveredSite {
  readonly fn: string
  readonly title: string
  readonly releases: string
  readonly trust: 'checked' | 'source' | 'simplified'
  readonly checkedOn: readonly RecordedKernel[]
}

export interface CoveredFile {
  readonly file: string
  readonly sites: readonly CoveredSite[]
}

export interface CoveredBehaviour {
  readonly id: string
  readonly isPatch: boolean
  readonly since: string
  readonly rule: string
  /** Recorded kernels that have it, and that have it not: with both it is checked both ways. */
  readonly recordedWith: readonly RecordedKernel[]
  readonly recordedWithout: readonly RecordedKernel[]
}

export interface Coverage {
  readonly recorded: readonly RecordedKernel[]
  readonly kernels: readonly string[]
  readonly files: readonly CoveredFile[]
  /** Forms of statements, and how many recorded statements have that form. */
  readonly statements: readonly { readonly form: string; readonly recorded: number }[]
  readonly behaviours: readonly CoveredBehaviour[]
  readonly notModelled: readonly NotModelled[]
  readonly counts: Readonly<Record<'checked' | 'source' | 'simplified', number>>
}

export function coverage(): Coverage {
  const sites = SITES.filter(({ file }) => file !== 'hardware')
  const files = [...new Set(sites.map(({ file }) => file))].sort()
  const count = (trust: string): number => sites.filter((site) => site.trust === trust).length
  return {
    recorded: RECORDED,
    kernels: profiles().map(({ name }) => name),
    files: files.map((file) => ({
      file,
      sites: sites
        .filter((site) => site.file === file)
        .map(({ fn, title, releases, trust, checkedOn }) => ({
          fn,
          title,
          releases,
          trust,
          checkedOn,
        })),
    })),
    statements: statementForms(),
    behaviours: BEHAVIOUR_IDS.map((id) => {
      const { since, rule } = ruleOf(id)
      const has = (kernel: string): boolean => findProfile(kernel)?.behaviours.includes(id) ?? false
      return {
        id,
        isPatch: !isPlain(id),
        since,
        rule,
        recordedWith: RECORDED.filter(has),
        recordedWithout: RECORDED.filter((kernel) => !has(kernel)),
      }
    }),
    notModelled: NOT_MODELLED,
    counts: {
      checked: count('checked'),
      source: count('source'),
      simplified: count('simplified'),
    },
  }
}

/** Every recorded form, and the verbs of the language that no recording has. */
function statementForms(): { form: string; recorded: number }[] {
  const forms = Object.entries(RECORDED_FORMS).map(([form, recorded]) => ({ form, recorded }))
  const missing = Object.keys(VERBS).filter(
    (verb) => !forms.some(({ form }) => form === verb || form.startsWith(`${verb} `)),
  )
  return [...forms, ...missing.map((form) => ({ form, recorded: 0 }))]
}
