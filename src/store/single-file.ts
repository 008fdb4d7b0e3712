/** The self-contained file: the page as built, with a link in its data block. */
import { hashOf } from './link.ts'
import { app } from './store.ts'

const BLOCK = 'ptescope-link'
const EMPTY = `id="${BLOCK}"></script>`

/** Is this page such a file? Then it needs no other, and cannot make one. */
export function isSingleFile(): boolean {
  return import.meta.env.MODE === 'single'
}

/** The link that this file was made for; empty in any other page. */
export function linkInside(): string {
  return document.getElementById(BLOCK)?.textContent?.trim() ?? ''
}

/** This moment as a file of its own. @throws where the template cannot be had */
export async function singleFile(): Promise<string> {
  const hash = await hashOf(app.getState(), { step: true, check: true })
  if (hash === null) throw new Error('the scenario is too long')
  const answer = await fetch('./single.html')
  if (!answer.ok) throw new Error(`the template is not there (${answer.status})`)
  return filled(await answer.text(), hash)
}

/** Puts a link into the template's data block. @throws where there is no such block */
export function filled(template: string, hash: string): string {
  const at = template.indexOf(EMPTY)
  // A link has no character that means anything in HTML but the ampersand, which means nothing inside a script.
  if (at < 0 || !/^#[\w,.&=%~!*'()+-]*$/.test(hash))
    throw new Error('the template cannot be filled')
  const start = at + EMPTY.indexOf('</script>')
  return template.slice(0, start) + hash + template.slice(start)
}
