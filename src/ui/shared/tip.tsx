/** A tooltip in words for a control that cannot say it all: shown on hover and focus, read as its description. */
import type { ReactNode, SyntheticEvent } from 'react'
import { useId, useRef } from 'react'
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
  readonly side?: Side
  readonly children: (hooks: TipHooks) => ReactNode
}

export function Tip({ says, side = 'above', children }: TipProps) {
  const id = useId()
  const tip = useRef<HTMLDivElement>(null)

  function show(event: SyntheticEvent<HTMLElement>): void {
    if (tip.current === null || tip.current.matches(':popover-open')) return
    tip.current.showPopover()
    placeBeside(tip.current, event.currentTarget, side, 'center')
  }

  function hide(): void {
    if (tip.current?.matches(':popover-open') === true) tip.current.hidePopover()
  }

  return (
    <>
      {children({
        'aria-describedby': says === null ? undefined : id,
        onPointerEnter: show,
        onPointerLeave: hide,
        onFocus: show,
        onBlur: hide,
      })}
      {says === null ? null : (
        <div ref={tip} id={id} role="tooltip" popover="manual" className="tip">
          {says}
        </div>
      )}
    </>
  )
}
