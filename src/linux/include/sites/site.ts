/** What a site is: a place in the kernel that a step of the trace belongs to, and what is said about it. */

export interface Site {
  readonly id: number
  /** Linux's function, as the newest modelled release names it. */
  readonly fn: string
  /** Linux's file, as the newest modelled release has it. */
  readonly file: string
  /** A few words: the name of the moment. */
  readonly title: string
  /** One sentence for a second-year student, with {places} to fill in. */
  readonly say: string
  /** Releases for which it holds. */
  readonly releases: string
  /** 'checked': some recording of a real kernel exercised it · 'source': read in the source · 'simplified'. */
  readonly trust: 'checked' | 'source' | 'simplified'
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
  readonly trust?: Site['trust']
  readonly was?: { readonly fn: string; readonly until: string }
}

/** The usual case: it holds in every modelled release and a recording has exercised it. */
export function siteOf(id: number, key: string, text: SiteText): Site {
  return {
    id,
    fn: text.fn ?? key,
    file: text.file,
    title: text.title ?? text.fn ?? key,
    say: text.say,
    releases: text.releases ?? 'v5.7+',
    trust: text.trust ?? 'checked',
    was: text.was ?? null,
  }
}
