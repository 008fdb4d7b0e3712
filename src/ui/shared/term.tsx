/** The name of a function of the kernel; its tooltip says what the function is for. */
import { Tip } from './tip.tsx'
import { useGlossary } from './use-glossary.ts'

interface FunctionNameProps {
  /** With or without its brackets. */
  readonly fn: string
  /** Stands with the meaning: where it is, and of which kernel. */
  readonly file?: string
}

export function FunctionName({ fn, file = '' }: FunctionNameProps) {
  const glossary = useGlossary()
  const meaning = glossary?.functionMeaning(fn)
  if (meaning === null) return <code>{fn}</code>
  return (
    <Tip
      says={
        <>
          <span className="tip-head">
            <b className="mono">{fn}</b>
            <span className="mono">{file}</span>
          </span>
          {meaning}
        </>
      }
    >
      {(hooks) => (
        <button type="button" className="term mono" {...hooks}>
          {fn}
        </button>
      )}
    </Tip>
  )
}
