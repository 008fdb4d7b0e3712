/** A text, and what is to be shown of it, as the fragment of an address. */
import type { LinkView } from '../lang/url.ts'
import { encodeLink } from '../lang/url.ts'
import { deflate } from './deflate.ts'

/** Null where the text is too long for a link. */
export async function hashOfText(text: string, view: LinkView): Promise<string | null> {
  const encoded = await encodeLink({ text, view }, deflate)
  return encoded.kind === 'ok' ? encoded.hash : null
}
