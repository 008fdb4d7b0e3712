/** The command palette: steps, commands and addresses in one list, found by some of their letters. */
import type { KeyboardEvent, RefObject } from 'react'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { runCommand } from '../../store/commands.ts'
import type { Found } from '../../store/find.ts'
import { find, matchOf } from '../../store/find.ts'
import { selectPage } from '../../store/select.ts'
import { app } from '../../store/store.ts'
import { seek } from '../../store/time.ts'
import { closeDialog, showView } from '../../store/view.ts'
import { BareDialog } from '../shared/dialog.tsx'
import { Icon } from '../shared/icons.tsx'
import { Keys } from './keys-dialog.tsx'

function choose(found: Found): void {
  closeDialog()
  if (found.kind === 'command') {
    runCommand(found.command)
    return
  }
  showView('stage')
  if (found.kind === 'step') seek(found.step)
  else selectPage(found.mm, found.vpn)
}

/** @param typed what was typed before the dialog was there; taken over once */
export function PaletteDialog({ typed }: { readonly typed: RefObject<string> }) {
  const [query, setQuery] = useState('')
  const [wasEntered, setEntered] = useState(false)
  const [at, setAt] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => find(app.getState(), query), [query])
  const all = [...groups.steps, ...groups.commands, ...groups.pages]
  const current = all[Math.min(at, all.length - 1)]
  // When the dialog is there, not when it is first rendered: React may wait in between while more is typed.
  useLayoutEffect(() => {
    const [text = ''] = typed.current.split('\n')
    setEntered(typed.current.includes('\n'))
    setQuery(text)
    typed.current = ''
  }, [typed])
  useEffect(() => {
    if (wasEntered && current !== undefined) choose(current)
  }, [wasEntered, current])

  function move(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      choose(current)
    } else if (by !== 0 && all.length > 0) {
      event.preventDefault()
      const next = (Math.min(at, all.length - 1) + by + all.length) % all.length
      setAt(next)
      list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' })
    }
  }

  const section = (title: string, found: readonly Found[]) =>
    found.length === 0 ? null : (
      // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own.
      <div role="group" aria-label={title}>
        <p className="palette-group" aria-hidden="true">
          {title}
        </p>
        {found.map((one) => (
          <Option
            key={one.id}
            id={`${listId}-${one.id}`}
            found={one}
            query={query}
            isCurrent={one === current}
          />
        ))}
      </div>
    )

  return (
    <BareDialog name="Find" className="palette" onClose={closeDialog}>
      <div className="palette-head">
        <Icon name="search" size={18} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here.
          autoFocus
          type="text"
          role="combobox"
          aria-label="Find a page, address, command"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
          autoComplete="off"
          spellCheck={false}
          placeholder="Find a page, address, step, command"
          value={query}
          onFocus={({ currentTarget }) => {
            const { length } = currentTarget.value
            currentTarget.setSelectionRange(length, length)
          }}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={move}
        />
        <kbd className="key">Esc</kbd>
      </div>
      <div
        id={listId}
        ref={list}
        role="listbox"
        aria-label="Found"
        tabIndex={-1}
        className="palette-list"
      >
        {section('Steps', groups.steps)}
        {section('Commands', groups.commands)}
        {section('Addresses', groups.pages)}
      </div>
      {all.length === 0 ? <p className="palette-none">Nothing of that name.</p> : null}
      <p className="palette-foot">
        <Keys of="ArrowUp" />
        <Keys of="ArrowDown" /> choose <Keys of="Enter" /> go
      </p>
    </BareDialog>
  )
}

interface OptionProps {
  readonly id: string
  readonly found: Found
  readonly query: string
  readonly isCurrent: boolean
}

function Option({ id, found, query, isCurrent }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox that owns the list takes the keys.
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      tabIndex={-1}
      className="palette-option"
      onClick={() => choose(found)}
    >
      <span className={found.kind === 'command' ? '' : 'mono'}>
        <Marked text={found.title} query={query} />
      </span>
      <span className="palette-side">
        {found.kind === 'command' ? <FirstKey keys={found.command.keys} /> : found.side}
      </span>
    </div>
  )
}

function FirstKey({ keys }: { keys: readonly string[] }) {
  return keys[0] === undefined ? null : <Keys of={keys[0]} />
}

/** A text with the letters that matched in bold. */
function Marked({ text, query }: { text: string; query: string }) {
  const places = new Set(matchOf(text, query) ?? [])
  const parts: { readonly at: number; readonly bold: boolean; text: string }[] = []
  Array.from(text).forEach((letter, at) => {
    const last = parts.at(-1)
    if (last !== undefined && last.bold === places.has(at)) last.text += letter
    else parts.push({ at, bold: places.has(at), text: letter })
  })
  return parts.map((part) => (part.bold ? <b key={part.at}>{part.text}</b> : part.text))
}
