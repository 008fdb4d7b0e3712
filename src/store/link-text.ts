/** A text, and what is to be shown of it, as the fragment of an address. */
import type { Deflate, LinkView } from '../lang/url.ts'
import { encodeLink } from '../lang/url.ts'
import { deflate } from './deflate.ts'

let last: { readonly text: string; readonly packed: ReturnType<Deflate> } | null = null

/** While a story plays the text stays and only what is shown of it changes: the text is packed once. */
function packed(text: string): Deflate {
  return (bytes) => {
    if (last?.text !== text) last = { text, packed: deflate(bytes) }
    return last.packed
  }
}

/** Null where the text is too long for a link. */
export async function hashOfText(text: string, view: LinkView): Promise<string | null> {
  const encoded = await encodeLink({ text, view }, packed(text))
  return encoded.kind === 'ok' ? encoded.hash : null
}
