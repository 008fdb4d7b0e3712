/** Texts that were typed and not yet put anywhere else, one a tab. Pure: the caller reads and writes the storage. */
import { titleOf } from './text.ts'

export interface Draft {
  readonly text: string
  readonly step: number
  /** Milliseconds since 1970. */
  readonly at: number
}

export const DRAFT_PREFIX = 'ptescope.draft.'
/** Beyond this the oldest go. */
export const MOST_DRAFTS = 8
const MOST_TEXT = 1 << 20

export function writeDraft(draft: Draft): string {
  return JSON.stringify(draft)
}

/** Null for what is no draft: the storage belongs to whoever shares the origin. */
export function readDraft(stored: string | null): Draft | null {
  if (stored === null || stored.length > 2 * MOST_TEXT) return null
  try {
    const value = JSON.parse(stored) as Partial<Draft> | null
    if (typeof value?.text !== 'string' || value.text.length > MOST_TEXT) return null
    if (typeof value.step !== 'number' || typeof value.at !== 'number') return null
    return { text: value.text, step: value.step, at: value.at }
  } catch {
    return null
  }
}

export interface Kept {
  readonly key: string
  readonly draft: Draft
}

/** The drafts whose tab is gone, newest first. @param live ids of tabs that are open */
export function orphans(kept: readonly Kept[], live: ReadonlySet<string>): Kept[] {
  return kept
    .filter(({ key }) => !live.has(key.slice(DRAFT_PREFIX.length)))
    .sort((a, b) => b.draft.at - a.draft.at)
}

/** Keys of the drafts that there is no room for. */
export function surplus(kept: readonly Kept[]): string[] {
  const byAge = [...kept].sort((a, b) => b.draft.at - a.draft.at)
  return byAge.slice(MOST_DRAFTS).map(({ key }) => key)
}

/** How a draft is offered: "“My scenario”, 14 lines". */
export function describeDraft({ text }: Draft): string {
  const lines = text.trimEnd().split('\n').length
  const title = titleOf(text).slice(0, 80)
  return `${title === '' ? 'A scenario' : `“${title}”`}, ${lines} ${lines === 1 ? 'line' : 'lines'}`
}
