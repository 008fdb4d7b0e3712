import { InlineText } from '../lesson/inline.tsx'

/** The words of an `ask` line in front of its question: a process, the page, what is asked. */
const BEFORE_QUESTION = /^(?:\w+:\s+)?\S+\s+[A-Z_,]+\s+/

/** A note, or a question, as it is read. What is for the teacher alone is in the text and not on the screen. */
export function NoteLine({ verb, rest }: { readonly verb: string; readonly rest: string }) {
  const text = rest.trim()
  if (verb === 'ask') {
    return (
      <span className="line-note">
        <InlineText text={text.replace(BEFORE_QUESTION, '')} />
      </span>
    )
  }
  if (text.startsWith('teacher:')) return <span className="line-note">A note for the teacher</span>
  return (
    <span className="line-note">
      <InlineText text={text} />
    </span>
  )
}
