/** Moving between the steps that changed the selected entry. */
import { ask } from './engine.ts'
import { app } from './store.ts'
import { seek } from './time.ts'
import { say } from './view.ts'

export function toNextChange(): void {
  void go((steps, step) => steps.find((one) => one > step))
}

export function toPreviousChange(): void {
  void go((steps, step) => steps.findLast((one) => one < step))
}

async function go(
  choose: (steps: readonly number[], step: number) => number | undefined,
): Promise<void> {
  const { selected } = app.getState().view
  if (selected === null) {
    say('Select an entry first')
    return
  }
  try {
    const { changes } = await ask('biography', { entry: selected.entry })
    const step = choose(
      changes.map((change) => change.step),
      app.getState().time.step,
    )
    if (step === undefined) say('No other step changes this entry')
    else seek(step)
  } catch {
    // If the machine stopped, the banner says so.
  }
}
