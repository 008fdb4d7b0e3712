// In the page before anything else: counts what wakes it, its frames, and the tasks that were too long.
{
  const watch = { wakes: 0, frames: /** @type {number[]} */ ([]), longest: 0, isRecording: false }
  const ask = globalThis.requestAnimationFrame.bind(globalThis)

  /** @param {(callback: any, ...rest: any[]) => any} start @returns {any} */
  const counted =
    (start) =>
    (/** @type {any} */ callback, /** @type {any[]} */ ...rest) =>
      start(
        (/** @type {any[]} */ ...values) => {
          watch.wakes++
          return callback(...values)
        },
        ...rest,
      )
  globalThis.requestAnimationFrame = counted(ask)
  globalThis.setTimeout = counted(globalThis.setTimeout.bind(globalThis))
  globalThis.setInterval = counted(globalThis.setInterval.bind(globalThis))
  const { addEventListener } = Worker.prototype
  Worker.prototype.addEventListener = function (
    /** @type {string} */ type,
    /** @type {any} */ listener,
    /** @type {any} */ options,
  ) {
    addEventListener.call(
      this,
      type,
      type === 'message' ? counted((fn) => fn)(listener) : listener,
      options,
    )
  }

  new PerformanceObserver((list) => {
    if (!watch.isRecording) return
    for (const { duration } of list.getEntries()) watch.longest = Math.max(watch.longest, duration)
  }).observe({ type: 'longtask' })

  let last = 0
  const tick = (/** @type {number} */ now) => {
    if (watch.isRecording) {
      if (last > 0) watch.frames.push(now - last)
      last = now
      ask(tick)
    }
  }
  Object.assign(globalThis, {
    watch,
    /** Begins to note frames and long tasks. */
    record() {
      Object.assign(watch, { frames: [], longest: 0, isRecording: true })
      last = 0
      ask(tick)
    },
    /** Animations that run wake the page on every frame. */
    running: () =>
      document.getAnimations().filter(({ playState }) => playState === 'running').length,
  })
}
