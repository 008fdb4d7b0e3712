import { Fragment } from 'react'
import type { Inline } from '../../scene/inline-text.ts'
import { inlineParts } from '../../scene/inline-text.ts'

/** A note as it is read: its marks become elements, never HTML. */
export function InlineText({ text }: { readonly text: string }) {
  const parts = inlineParts(text)
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have their places.
    <Fragment key={at}>{elementOf(part)}</Fragment>
  ))
}

function elementOf(part: Inline) {
  if (part.is === 'code') return <code>{part.text}</code>
  if (part.is === 'emphasis') return <em>{part.text}</em>
  if (part.is === 'strong') return <strong>{part.text}</strong>
  if (part.is === 'text') return part.text
  return (
    <a href={part.href} target="_blank" rel="noopener noreferrer">
      {part.text}
    </a>
  )
}
