/** The page inside another page: what the address asks for, `?ui=min&step=43&play=1&theme=dark&origin=https://…`. */
import type { Theme, Ui } from './state.ts'

export interface Embedding {
  readonly ui: Ui
  /** Instead of the link's own step. */
  readonly step: number | null
  readonly play: boolean
  /** Null: as on the last visit. */
  readonly theme: Theme | null
  /** The only origin that may send messages; null for the first that does. */
  readonly origin: string | null
}

const UIS: readonly string[] = ['min', 'quiz', 'full'] satisfies Ui[]
const THEMES: readonly string[] = ['light', 'dark', 'system'] satisfies Theme[]

/** Reads the query of an address. What makes no sense is as if it were not there. */
export function readEmbedding(search: string): Embedding {
  const query = new URLSearchParams(search.slice(0, 2000))
  const ui = query.get('ui') ?? ''
  const step = query.get('step') ?? ''
  const theme = query.get('theme') ?? ''
  return {
    ui: UIS.includes(ui) ? (ui as Ui) : 'full',
    step: /^\d{1,9}$/.test(step) ? Number(step) : null,
    play: query.get('play') === '1',
    theme: THEMES.includes(theme) ? (theme as Theme) : null,
    origin: originOf(query.get('origin') ?? ''),
  }
}

function originOf(text: string): string | null {
  return URL.canParse(text) && /^https?:/.test(text) ? new URL(text).origin : null
}

/** Is this page a frame of another one? */
export function isFramed(): boolean {
  return globalThis.parent !== globalThis.window
}
