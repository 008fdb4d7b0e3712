/** What can be done to a page: the statements that the buttons of **Act on** stand for. Pure. */
import type { View } from '../protocol/messages.ts'
import type { Page, PageName } from './focus.ts'
import { nameText, pageName } from './focus.ts'

export interface Action {
  readonly id: string
  /** On the button; begins with a verb. */
  readonly title: string
  /** The statement that it adds, with its actor where that is not the default one. */
  readonly statement: string
}

export interface Palette {
  readonly page: PageName
  readonly main: readonly Action[]
  readonly more: readonly Action[]
}

/** Threads that may act on a page: those of its process that are still there. */
export function actorsFor(view: View, page: Page): readonly string[] {
  return view.tasks
    .filter((task) => task.mm === page.mm && task.state.is !== 'gone')
    .map((task) => task.name)
}

/** The actor to use: the chosen one if it can reach the page, else one that can. */
export function actorFor(view: View, page: Page, chosen: string): string {
  const able = actorsFor(view, page)
  return able.includes(chosen)
    ? chosen
    : (able.find((name) => name !== 'monitor') ?? able[0] ?? 'main')
}

/** Every action on a page by an actor, or null where the page has no name. */
export function actionsFor(view: View, page: Page, actor: string, text: string): Palette | null {
  const name = pageName(view, page)
  if (name === null) return null
  const where = nameText(name)
  const by = (statement: string) => (actor === 'main' ? statement : `${actor}: ${statement}`)
  const action = (id: string, title: string, statement: string): Action => ({
    id,
    title,
    statement,
  })
  return {
    page: name,
    main: [
      action('write', 'Write', by(`write ${where} = ${nextValue(text)}`)),
      action('read', 'Read', by(`read ${where}`)),
      action('protect', 'Protect', `wp ${where}`),
      action('resolve', 'Resolve', `unwp ${where}`),
      action('fork', 'Fork', by(`fork ${freeName(view, text, 'child')}`)),
      action('pageout', 'Page out', by(`advise ${where} pageout`)),
    ],
    more: [
      action('poll', 'Read a message', 'poll'),
      action('wake', 'Wake the waiters', `wake ${where}`),
      action('resolve-dontwake', 'Resolve without waking', `unwp ${where} dontwake`),
      action('drop', 'Drop the page', by(`advise ${where} dontneed`)),
      action('populate-read', 'Populate by reading', by(`advise ${where} populate-read`)),
      action('populate-write', 'Populate by writing', by(`advise ${where} populate-write`)),
      action('hold', 'Hold a reference', by(`hold ${where}`)),
      action('release', 'Release the reference', by(`release ${where}`)),
      action('read-only', 'Make read-only', by(`protect ${where} r`)),
      action('read-write', 'Make writable', by(`protect ${where} rw`)),
      action('thread', 'Start a thread', by(`thread ${freeName(view, text, 'T')}`)),
      ...(actor === 'main' || actor === 'monitor'
        ? []
        : [action('exit', `End ${actor}`, `exit ${actor}`)]),
      ...uffdActions(view, name),
    ],
  }
}

function uffdActions(view: View, { region }: PageName): readonly Action[] {
  if (view.uffd === null || view.uffd.released) {
    return [{ id: 'open', title: 'Open a userfaultfd', statement: 'uffd' }]
  }
  return [
    { id: 'register', title: `Register ${region}`, statement: `register ${region} wp` },
    { id: 'unregister', title: `Unregister ${region}`, statement: `unregister ${region}` },
    { id: 'close', title: 'Close the userfaultfd', statement: 'close' },
  ]
}

/** A value that no statement of the text has written yet, so that the write can be told from all others. */
function nextValue(text: string): number {
  let highest = 0
  for (const [, digits] of text.matchAll(/=[ \t]*(\d{1,6})\b/g)) {
    highest = Math.max(highest, Number(digits))
  }
  return highest + 1
}

/** `child`, `child2`, … or `T`, `T2`, …: the first that nobody has had. */
function freeName(view: View, text: string, stem: string): string {
  const taken = new Set(view.tasks.map((task) => task.name))
  const named = (name: string) => taken.has(name) || new RegExp(`\\b${name}\\b`).test(text)
  for (let k = 1; ; k++) {
    const name = k === 1 ? stem : `${stem}${k}`
    if (!named(name)) return name
  }
}
