/** A tooltip in words for a control that cannot say it all: shown on hover and focus, read as its description. */
import type { ReactNode, SyntheticEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Side } from './place.ts'
import { placeBeside } from './place.ts'

/** What the control must take over from its tooltip. */
export interface TipHooks {
  readonly 'aria-describedby': string | undefined
  readonly onPointerEnter: (event: SyntheticEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
  readonly onFocus: (event: SyntheticEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

interface TipProps {
  /** Null: no tooltip. */
  readonly says: ReactNode | null
  /** Under the words, made while it is shown: what the pointer may go to, which can be done by keyboard elsewhere. */
  readonly more?: (() => ReactNode) | null
  readonly side?: Side
  readonly children: (hooks: TipHooks) => ReactNode
}

/** Time in which the pointer may reach a tooltip that has something to reach. */
const REACH_MS = 180

export function Tip({ says, more = null, side = 'above', children }: TipProps) {
  const id = useId()
  const tip = useRef<HTMLDivElement>(null)
  const [isShown, setShown] = useState(false)
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined)

  function show(event: SyntheticEvent<HTMLElement>): void {
    clearTimeout(leaving.current)
    if (tip.current === null || tip.current.matches(':popover-open')) return
    const anchor = event.currentTarget
    // Its place depends on all that it holds.
    if (more !== null) flushSync(() => setShown(true))
    tip.current.showPopover()
    placeBeside(tip.current, anchor, side, 'center')
  }

  function hide(): void {
    if (tip.current?.matches(':popover-open') === true) tip.current.hidePopover()
    setShown(false)
  }

  function leave(): void {
    clearTimeout(leaving.current)
    if (more === null) hide()
    else leaving.current = setTimeout(hide, REACH_MS)
  }

  return (
    <>
      {children({
        'aria-describedby': says === null ? undefined : id,
        onPointerEnter: show,
        onPointerLeave: leave,
        onFocus: show,
        onBlur: hide,
      })}
      {says === null ? null : (
        <div
          ref={tip}
          popover="manual"
          className={more === null ? 'tip' : 'tip tip-reached'}
          onPointerEnter={() => clearTimeout(leaving.current)}
          onPointerLeave={leave}
        >
          <div id={id} role="tooltip">
            {says}
          </div>
          {isShown ? more?.() : null}
        </div>
      )}
    </>
  )
}
