/** What stays in sight until it is answered: one line with at most one button, and a way to put it aside. */
import type { Notice, NoticeId } from './state.ts'
import { app, patch } from './store.ts'

const actions = new Map<NoticeId, () => void>()
const refusals = new Map<NoticeId, () => void>()

/** Shows a notice, in the place of one with the same id. */
export function tell(notice: Notice, act?: () => void, refuse?: () => void): void {
  actions.delete(notice.id)
  refusals.delete(notice.id)
  if (act !== undefined) actions.set(notice.id, act)
  if (refuse !== undefined) refusals.set(notice.id, refuse)
  patch('view', { notices: [...without(notice.id), notice] })
}

/** Takes a notice away, with nothing done. */
export function withdraw(id: NoticeId): void {
  patch('view', { notices: without(id) })
}

/** The button of a notice. */
export function answer(id: NoticeId): void {
  withdraw(id)
  actions.get(id)?.()
}

/** The cross of a notice. */
export function dismiss(id: NoticeId): void {
  withdraw(id)
  refusals.get(id)?.()
}

function without(id: NoticeId): readonly Notice[] {
  return app.getState().view.notices.filter((one) => one.id !== id)
}
