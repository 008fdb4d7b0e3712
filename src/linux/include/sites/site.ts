/** What a site is: a place in the kernel that a step of the trace belongs to, and what is said about it. */
import type { RecordedKernel } from './checked.ts'
import { CHECKED_ON_ALL, CHECKED_ON_SOME, RECORDED } from './checked.ts'

export interface Site {
  readonly id: number
  /** Linux's function, as the newest modelled release names it. */
  readonly fn: string
  /** Linux's file, as the releases before v7.2 have it, which moved fs/userfaultfd.c into mm/userfaultfd.c. */
  readonly file: string
  /** A few words: the name of the moment. */
  readonly title: string
  /** One sentence for a second-year student, with {places} to fill in. */
  readonly say: string
  /** Releases for which it holds. */
  readonly releases: string
  /** 'checked': some recording of a real kernel exercised it · 'source': read in the source · 'simplified'. */
  readonly trust: 'checked' | 'source' | 'simplified'
  /** The recorded kernels whose recordings exercised it. */
  readonly checkedOn: readonly RecordedKernel[]
  /** The name that it had, and the last release that had it. */
  readonly was: { readonly fn: string; readonly until: string } | null
}

/** A line of a site table: what differs from the usual. */
export interface SiteText {
  readonly fn?: string
  readonly file: string
  readonly title?: string
  readonly say: string
  readonly releases?: string
  /** Its effect is there, not its way. */
  readonly trust?: 'simplified'
  readonly was?: { readonly fn: string; readonly until: string }
}

function checkedOnOf(key: string): readonly RecordedKernel[] {
  return CHECKED_ON_ALL.includes(key) ? RECORDED : (CHECKED_ON_SOME[key] ?? [])
}

/** A site from its line in a table; without more it holds in every modelled release. */
export function siteOf(id: number, key: string, text: SiteText): Site {
  const checkedOn = checkedOnOf(key)
  return {
    id,
    fn: text.fn ?? key,
    file: text.file,
    title: text.title ?? text.fn ?? key,
    say: text.say,
    releases: text.releases ?? 'v5.7+',
    trust: text.trust ?? (checkedOn.length > 0 ? 'checked' : 'source'),
    checkedOn,
    was: text.was ?? null,
  }
}
