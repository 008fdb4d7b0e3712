/** A button with a menu of actions, as a native popover. Arrow keys move, Escape and a click outside close. */
import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { placeBeside } from './place.ts'

interface MenuProps {
  /** Accessible name of the button; its content may say more. */
  readonly name: string
  readonly className?: string
  readonly face: ReactNode
  readonly align?: 'start' | 'end'
  readonly side?: 'below' | 'above'
  readonly children: ReactNode
}

export function Menu({ name, className = 'button', face, align, side, children }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)

  // Only now the items are there, so only now its size is known.
  useLayoutEffect(() => {
    if (!isOpen || menu.current === null || button.current === null) return
    placeBeside(menu.current, button.current, side, align)
    itemsOf(menu.current)[0]?.focus()
  }, [isOpen, side, align])

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popoverTarget={id}
      >
        {face}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={name}
        className="menu"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={moveFocus}
        onClick={(event) => {
          const item = (event.target as Element).closest('[role^="menuitem"]')
          if (item !== null && item.getAttribute('aria-disabled') !== 'true') {
            menu.current?.hidePopover()
          }
        }}
      >
        {isOpen ? children : null}
      </div>
    </>
  )
}

interface ItemProps {
  readonly onChoose: () => void
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly side?: ReactNode
  readonly children: ReactNode
}

export function MenuItem({ onChoose, checked, disabled = false, side, children }: ItemProps) {
  const common = {
    type: 'button' as const,
    className: 'menu-item',
    tabIndex: -1,
    'aria-disabled': disabled,
    onClick: () => {
      if (!disabled) onChoose()
    },
  }
  const content = (
    <>
      <span className="menu-item-name">{children}</span>
      {side === undefined ? null : <span className="menu-item-side">{side}</span>}
    </>
  )
  return checked === undefined ? (
    <button {...common} role="menuitem">
      {content}
    </button>
  ) : (
    <button {...common} role="menuitemradio" aria-checked={checked}>
      {content}
    </button>
  )
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

const MOVES: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = itemsOf(event.currentTarget)
  const at = items.indexOf(document.activeElement as HTMLElement)
  const move = MOVES[event.key]
  const found = move
    ? items[move(at, items.length)]
    : items.find((item) => startsWith(item, event.key))
  if (found === undefined) return
  event.preventDefault()
  event.stopPropagation()
  found.focus()
}

function startsWith(item: HTMLElement, key: string): boolean {
  return key.length === 1 && (item.textContent ?? '').toLowerCase().startsWith(key.toLowerCase())
}
