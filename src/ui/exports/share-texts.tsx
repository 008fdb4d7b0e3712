/** **Share** → **Text**, **File**, **C program**: what can be had without this page. */
import { useEffect, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import { cText, fileStem, save } from '../../store/export.ts'
import { useApp } from '../../store/store.ts'
import { CopyButton } from '../shared/copy-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { TextBox } from '../shared/text-box.tsx'
import { momentNow } from './texts.ts'

/** A text that has to be made first; null until it is. */
function useMade(make: () => Promise<string>): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    make().then(
      (made) => isCurrent && setText(made),
      (error: unknown) => isCurrent && setText(error instanceof Error ? error.message : `${error}`),
    )
    return () => {
      isCurrent = false
    }
  }, [make])
  return text
}

export function TextTab() {
  const text = useMade(momentNow)
  return (
    <>
      <div className="share-tools">
        <p>For a mail: at most 72 columns, up to the present step.</p>
        <CopyButton text={text ?? ''} what="Text" />
      </div>
      <TextBox name="The moment as text" text={text ?? 'Making…'} />
    </>
  )
}

export function FileTab() {
  const text = useApp((state) => state.doc.text)
  const name = `${fileStem()}.uffd`
  return (
    <>
      <div className="share-tools">
        <p>
          <code>{name}</code> {countText(new TextEncoder().encode(text).length)} bytes
        </p>
        <CopyButton text={text} what="Scenario" />
        <SaveButton name={name} text={text} />
      </div>
      <TextBox name="The scenario" text={text} />
    </>
  )
}

export function ProgramTab() {
  const text = useMade(cText)
  const name = `${fileStem()}.c`
  return (
    <>
      <div className="share-tools">
        <p>
          <code>{`cc -O2 -pthread ${name} && sudo ./a.out`}</code>
        </p>
        <CopyButton text={text ?? ''} what="Program" />
        <SaveButton name={name} text={text ?? ''} />
      </div>
      <TextBox name="The C program" text={text ?? 'Making…'} />
    </>
  )
}

function SaveButton({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <button type="button" className="button" onClick={() => save(name, text)}>
      <Icon name="download" />
      Save
    </button>
  )
}
