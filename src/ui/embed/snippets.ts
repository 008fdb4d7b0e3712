/** What is pasted into another page to show this moment there. */
import type { Ui } from '../../store/state.ts'

export type Place = 'iframe' | 'reveal.js' | 'Canvas, Moodle' | 'Markdown'

export const PLACES: readonly Place[] = ['iframe', 'reveal.js', 'Canvas, Moodle', 'Markdown']

export interface Embedded {
  /** Of the page, without query and fragment. */
  readonly page: string
  readonly hash: string
  readonly title: string
  readonly ui: Ui
  readonly step: number
  readonly isPlaying: boolean
}

/** The address of the frame: the link's own step gives way to the one in the query, which can be changed by hand. */
export function frameAddress({ page, hash, ui, step, isPlaying }: Embedded): string {
  const play = isPlaying ? '&play=1' : ''
  return `${page}?ui=${ui}&step=${step}${play}${hash}`
}

export function snippet(place: Place, embedded: Embedded): string {
  const src = attribute(frameAddress(embedded))
  const title = attribute(embedded.title === '' ? 'ptescope' : embedded.title)
  const frame = (style: string) =>
    `<iframe src="${src}" title="${title}" ${style} loading="lazy" allow="clipboard-write"></iframe>`
  switch (place) {
    case 'iframe':
      return frame('width="100%" height="600" style="border: 0"')
    case 'reveal.js':
      return `<section data-background-iframe="${src}" data-background-interactive data-preload></section>`
    case 'Canvas, Moodle':
      // Their editors drop style and allow, and keep these.
      return `<p><iframe src="${src}" title="${title}" width="960" height="600"></iframe></p>`
    case 'Markdown':
      return `[${markdown(embedded.title === '' ? 'ptescope' : embedded.title)}](<${embedded.page}${embedded.hash}>)`
  }
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

function markdown(text: string): string {
  return text.replaceAll(/[[\]\\<>]/g, '\\$&')
}
