/** Puts a popover beside its anchor and keeps it on the screen. Styles go through the CSSOM, as the policy demands. */

const GAP = 6
const MARGIN = 8

export type Side = 'below' | 'above'

export function placeBeside(
  popover: HTMLElement,
  anchor: HTMLElement,
  side: Side = 'below',
  align: 'start' | 'center' | 'end' = 'start',
): void {
  const box = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = popover
  const starts = {
    start: box.left,
    center: box.left + (box.width - width) / 2,
    end: box.right - width,
  }
  const roomBelow = innerHeight - box.bottom - GAP - MARGIN
  const roomAbove = box.top - GAP - MARGIN
  const isBelow =
    side === 'below' ? height <= roomBelow || roomBelow >= roomAbove : height > roomAbove
  const top = isBelow ? box.bottom + GAP : box.top - GAP - height
  popover.style.left = `${clamp(starts[align], MARGIN, innerWidth - width - MARGIN)}px`
  popover.style.top = `${clamp(top, MARGIN, innerHeight - height - MARGIN)}px`
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
