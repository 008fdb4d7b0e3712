/** The name of a function of the kernel, and of a way to fail; a tooltip says what it is. */
import type { ReactNode } from 'react'
import { Tip } from './tip.tsx'
import { useGlossary } from './use-glossary.ts'

interface TermProps {
  readonly name: string
  readonly meaning: string
  readonly file?: string
  readonly face?: string
  readonly children: ReactNode
}

function Term({ name, meaning, file = '', face = ' mono', children }: TermProps) {
  return (
    <Tip
      says={
        <>
          <span className="tip-head">
            <b className="mono">{name}</b>
            <span className="mono">{file}</span>
          </span>
          {meaning}
        </>
      }
    >
      {(hooks) => (
        <button type="button" className={`term${face}`} {...hooks}>
          {children}
        </button>
      )}
    </Tip>
  )
}

interface FunctionNameProps {
  /** With or without its brackets. */
  readonly fn: string
  /** Stands with the meaning: where it is, and of which kernel. */
  readonly file?: string
  /** What stands there instead of the bare name, in the face of what stands around it. */
  readonly children?: ReactNode
}

export function FunctionName({ fn, file = '', children }: FunctionNameProps) {
  const meaning = useGlossary()?.functionMeaning(fn) ?? null
  if (meaning === null) return children ?? <code>{fn}</code>
  return (
    <Term name={fn} meaning={meaning} file={file} face={children === undefined ? ' mono' : ''}>
      {children ?? fn}
    </Term>
  )
}

/** `ENOENT`, `SIGBUS`, `blocked`: how a call or an access ended; in the face of what stands around it. */
export function OutcomeName({ outcome }: { readonly outcome: string }) {
  const meaning = useGlossary()?.outcomeMeaning(outcome) ?? null
  if (meaning === null) return outcome
  return (
    <Term name={outcome} meaning={meaning} face="">
      {outcome}
    </Term>
  )
}

const FUNCTION = /^[A-Za-z_]\w*\(\)$/
const TERMS = /([A-Za-z_]\w*\(\)|\b(?:E[A-Z]{3,}|SIG(?:SEGV|BUS)|blocked)\b)/

/** A text whose functions and ways to fail are explained. */
export function ExplainedText({ text }: { readonly text: string }) {
  let at = 0
  return text.split(TERMS).map((part, i) => {
    at += part.length + 1
    if (i % 2 === 0) return part
    return FUNCTION.test(part) ? (
      <FunctionName key={at} fn={part} />
    ) : (
      <OutcomeName key={at} outcome={part} />
    )
  })
}
