/** Scrolls a list, and nothing around it, so that one of its rows is seen. */
export function keepInSight(list: HTMLElement | null, selector: string): void {
  const row = list?.querySelector<HTMLElement>(selector)
  if (list == null || row == null) return
  const top = row.offsetTop - list.offsetTop
  if (top < list.scrollTop) list.scrollTop = top
  else if (top + row.offsetHeight > list.scrollTop + list.clientHeight) {
    list.scrollTop = Math.min(top, top + row.offsetHeight - list.clientHeight)
  }
}
