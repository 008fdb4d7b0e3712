/** What can be done to a range of pages: the statements that the buttons of the map stand for. Pure. */
import type { View } from '../protocol/messages.ts'
import type { Action } from './actions.ts'
import { actorFor } from './actions.ts'
import type { Brush } from './map.ts'

export interface RangeActions {
  readonly main: readonly Action[]
  readonly more: readonly Action[]
}

/** Every action on a range; `text` is how the scenario writes it. */
export function rangeActions(view: View, brush: Brush, text: string, chosen: string): RangeActions {
  const mm = view.mms.find(({ id }) => id === brush.mm)
  const region = mm?.regions.find(({ name }) => name === brush.region)
  const page = { mm: brush.mm, vpn: (region?.start ?? 0) + brush.from }
  const actor = actorFor(view, page, chosen)
  const by = (statement: string) => (actor === 'main' ? statement : `${actor}: ${statement}`)
  const action = (id: string, title: string, statement: string): Action => ({
    id,
    title,
    statement,
  })
  return {
    main: [
      action('protect', 'Write-protect', `wp ${text}`),
      action('resolve', 'Resolve', `unwp ${text}`),
      action('write', 'Write', by(`advise ${text} populate-write`)),
      action('read', 'Read', by(`advise ${text} populate-read`)),
      action('pageout', 'Page out', by(`advise ${text} pageout`)),
    ],
    more: [
      action('drop', 'Drop the pages', by(`advise ${text} dontneed`)),
      action('free', 'Let them be freed', by(`advise ${text} free`)),
      action('read-only', 'Make read-only', by(`protect ${text} r`)),
      action('read-write', 'Make writable', by(`protect ${text} rw`)),
      action('register', 'Register for write-protection', `register ${text} wp`),
      action('unregister', 'Unregister', `unregister ${text}`),
      action('scan', 'Scan for written pages', `scan ${text} written`),
    ],
  }
}
