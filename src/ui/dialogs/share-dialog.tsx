/** The present moment to give away: as a link with its QR code, a frame, a text, a file, a program. */
import { generate } from 'lean-qr'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import { hasRecordedSide } from '../../store/compare-state.ts'
import type { LinkOptions } from '../../store/link.ts'
import { hashOf } from '../../store/link.ts'
import { useRecordedMap } from '../../store/recorded-map.ts'
import { statementOf } from '../../store/rows.ts'
import { app, useApp } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { EmbedTab } from '../embed/embed-tab.tsx'
import { FileTab, ProgramTab, TextTab } from '../exports/share-texts.tsx'
import { CopyButton } from '../shared/copy-button.tsx'
import { Dialog } from '../shared/dialog.tsx'
import './share.css'

/** Longer ones make a code that no phone reads across a room. */
const LONGEST_CODE = 1200

const TABS = ['Link', 'Embed', 'Text', 'File', 'C program'] as const
type Tab = (typeof TABS)[number]

export function ShareDialog() {
  const [options, setOptions] = useState<LinkOptions>({ step: true, check: true })
  const hash = useHash(options)
  const note = useApp((state) => {
    const { run, time } = { run: state.run.run, time: state.time }
    const line = run === null ? undefined : statementOf(run, time.step)?.line
    const step = `step ${time.step} of ${run?.steps ?? 0}`
    return line === undefined ? step : `line ${line}, ${step}`
  })
  return (
    <Dialog title="Share this moment" note={note} className="share" onClose={closeDialog}>
      <Tabs
        content={{
          Link: <LinkTab hash={hash} options={options} onOptions={setOptions} />,
          Embed: <EmbedTab hash={hash} />,
          Text: <TextTab />,
          File: <FileTab />,
          'C program': <ProgramTab />,
        }}
      />
    </Dialog>
  )
}

function Tabs({ content }: { readonly content: Readonly<Record<Tab, ReactNode>> }) {
  const [tab, setTab] = useState<Tab>('Link')
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const next = (TABS.indexOf(tab) + by + TABS.length) % TABS.length
    setTab(TABS[next] ?? 'Link')
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }

  return (
    <>
      <div ref={list} role="tablist" aria-label="As what" className="tabs" onKeyDown={move}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`${id}-${one}`}
            aria-selected={one === tab}
            aria-controls={`${id}-panel`}
            tabIndex={one === tab ? 0 : -1}
            onClick={() => setTab(one)}
          >
            {one}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tab}`}
        className="dialog-body share-panel"
      >
        {content[tab]}
      </div>
    </>
  )
}

interface LinkTabProps {
  readonly hash: string | null
  readonly options: LinkOptions
  readonly onOptions: (options: LinkOptions) => void
}

function LinkTab({ hash, options, onOptions }: LinkTabProps) {
  const digest = useApp((state) => state.run.run?.digest ?? '')
  const view = useApp((state) => state.view.view)
  const isProcess = useRecordedMap() !== null
  const hasRecording = (view === 'map' && isProcess) || (view === 'compare' && hasRecordedSide())
  const link = hash === null ? null : `${location.origin}${location.pathname}${hash}`
  return (
    <div className="share-body">
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
              <CopyButton text={link} what="Link" isPrimary onCopied={closeDialog} />
            </div>
            <p className="share-length">
              <strong>{countText(link.length)} characters.</strong> The whole scenario is in it.
              Nothing is uploaded.
              {hasRecording ? ' The recording is not: give it away as a file.' : ''}
            </p>
          </>
        )}
        <label className="share-option">
          <input
            type="checkbox"
            checked={options.step}
            onChange={(event) => onOptions({ ...options, step: event.target.checked })}
          />
          Open at this step
        </label>
        <label className="share-option">
          <input
            type="checkbox"
            checked={options.check}
            onChange={(event) => onOptions({ ...options, check: event.target.checked })}
          />
          <span>
            Check that it replays alike <code>{digest.slice(0, 8)}</code>
          </span>
        </label>
      </div>
      {link === null ? null : <Code link={link} />}
    </div>
  )
}

/** The fragment of the present moment; empty while it is made, null where the text is too long. */
function useHash(options: LinkOptions): string | null {
  const [hash, setHash] = useState<string | null>('')
  useEffect(() => {
    let isCurrent = true
    void hashOf(app.getState(), options).then((made) => {
      if (isCurrent) setHash(made)
    })
    return () => {
      isCurrent = false
    }
  }, [options])
  return hash
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
