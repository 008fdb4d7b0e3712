/** The present moment as a link: its length, its QR code, and what it carries. */
import { generate } from 'lean-qr'
import { useEffect, useRef, useState } from 'react'
import type { LinkOptions } from '../../store/link.ts'
import { hashOf } from '../../store/link.ts'
import { statementOf } from '../../store/rows.ts'
import { app, useApp } from '../../store/store.ts'
import { closeDialog, say } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'

/** Longer ones make a code that no phone reads across a room. */
const LONGEST_CODE = 1200

export function ShareDialog() {
  const [options, setOptions] = useState<LinkOptions>({ step: true, check: true })
  const link = useLink(options)
  const note = useApp((state) => {
    const { run, time } = { run: state.run.run, time: state.time }
    const line = run === null ? undefined : statementOf(run, time.step)?.line
    const step = `step ${time.step} of ${run?.steps ?? 0}`
    return line === undefined ? step : `line ${line}, ${step}`
  })
  const digest = useApp((state) => state.run.run?.digest ?? '')

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link ?? '')
      say('Link copied')
      closeDialog()
    } catch {
      say('The link could not be copied: select it and copy it by hand')
    }
  }

  return (
    <Dialog title="Share this moment" note={note} className="share" onClose={closeDialog}>
      <div className="dialog-body share-body">
        <div>
          {link === null ? (
            <p>The scenario is too long for a link. Save its text instead.</p>
          ) : (
            <>
              <div className="share-link">
                <input
                  type="text"
                  readOnly
                  aria-label="Link"
                  value={link}
                  onFocus={(event) => event.currentTarget.select()}
                />
                <button type="button" className="button button-primary" onClick={() => void copy()}>
                  Copy
                </button>
              </div>
              <p className="share-length">
                <strong>{link.length.toLocaleString('en')} characters.</strong> The whole scenario
                is in it. Nothing is uploaded.
              </p>
            </>
          )}
          <label className="share-option">
            <input
              type="checkbox"
              checked={options.step}
              onChange={(event) => setOptions({ ...options, step: event.target.checked })}
            />
            Open at this step
          </label>
          <label className="share-option">
            <input
              type="checkbox"
              checked={options.check}
              onChange={(event) => setOptions({ ...options, check: event.target.checked })}
            />
            <span>
              Check that it replays alike <code>{digest.slice(0, 8)}</code>
            </span>
          </label>
        </div>
        {link === null ? null : <Code link={link} />}
      </div>
    </Dialog>
  )
}

/** The link to the present moment; empty while it is made, null where the text is too long. */
function useLink(options: LinkOptions): string | null {
  const [link, setLink] = useState<string | null>('')
  useEffect(() => {
    let isCurrent = true
    void hashOf(app.getState(), options).then((hash) => {
      if (!isCurrent) return
      setLink(hash === null ? null : `${location.origin}${location.pathname}${hash}`)
    })
    return () => {
      isCurrent = false
    }
  }, [options])
  return link
}

function Code({ link }: { link: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isShown = link !== '' && link.length <= LONGEST_CODE
  useEffect(() => {
    if (canvas.current === null || !isShown) return
    // A code is black on white in both themes: readers expect it so.
    generate(link).toCanvas(canvas.current, {
      on: [0x1b, 0x1f, 0x24, 255],
      off: [255, 255, 255, 255],
      pad: 4,
    })
  }, [link, isShown])
  if (link.length > LONGEST_CODE) return <p className="share-long">Too long for a QR code.</p>
  return <canvas ref={canvas} className="share-code" role="img" aria-label="QR code of the link" />
}
