// In the page before anything else: notes when it first answers. On the stage that is the first key that moves the step;
// on the start page the first frame in which its buttons are React's.
{
  const noted = { interactive: /** @type {number | null} */ (null), paint: 0, shift: 0 }
  Object.assign(globalThis, { noted })
  // What a key moves is no shift of the page; of a key that is made here the browser does not know.
  let pressed = Number.POSITIVE_INFINITY
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.startTime < pressed) noted.shift += /** @type {any} */ (entry).value
    }
  }).observe({ type: 'layout-shift', buffered: true })

  const isOnStage = location.hash.startsWith('#1,')
  let before = /** @type {string | null} */ (null)

  const hasMoved = () => {
    const step = document.querySelector('[role=slider][aria-label=Step]')
    const now = step?.getAttribute('aria-valuenow') ?? null
    const moved = before !== null && now !== null && now !== before
    before = now
    const right = new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })
    if (!moved && now !== null) {
      pressed = Math.min(pressed, performance.now())
      document.body.dispatchEvent(right)
    }
    return moved
  }

  const isReacts = () =>
    Object.keys(document.querySelector('.hero-play') ?? {}).some((key) =>
      key.startsWith('__reactProps'),
    )

  const look = () => {
    if (isOnStage ? hasMoved() : isReacts()) {
      noted.interactive = performance.now()
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      noted.paint = paint?.startTime ?? Number.NaN
    } else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
