/** What is looked at: views, selection, drawers, dialogs, theme, the one-line message at the stage's foot. */
import type { DialogName, Selection, Theme, ViewName } from './state.ts'
import { app, patch } from './store.ts'

const THEME_KEY = 'ptescope.theme'
const TOAST_MS = 4000

let toastTimer: ReturnType<typeof setTimeout> | undefined

export function showView(view: ViewName): void {
  patch('view', { view, dialog: null })
}

export function select(selected: Selection | null): void {
  patch('view', { selected })
}

/** Opens or closes a run of equal entries. */
export function toggleRun(key: string): void {
  const { openRuns } = app.getState().view
  const isOpen = openRuns.includes(key)
  patch('view', { openRuns: isOpen ? openRuns.filter((one) => one !== key) : [...openRuns, key] })
}

/** Opens or closes a drawer; where they are drawers, one open at a time is enough. */
export function toggleDrawer(which: 'scenario' | 'inspector'): void {
  const { drawers } = app.getState().view
  const opened = !drawers[which]
  patch('view', { drawers: { scenario: false, inspector: false, [which]: opened } })
}

export function closeDrawers(): void {
  patch('view', { drawers: { scenario: false, inspector: false } })
}

export function openDialog(dialog: DialogName): void {
  patch('view', { dialog })
}

export function closeDialog(): void {
  patch('view', { dialog: null })
}

export function setActor(actor: string): void {
  patch('view', { actor })
}

/** Says one line at the stage's foot, and in the live region. */
export function say(toast: string): void {
  clearTimeout(toastTimer)
  patch('view', { toast })
  toastTimer = setTimeout(() => patch('view', { toast: null }), TOAST_MS)
}

/** Shows a theme on this visit only. */
export function showTheme(theme: Theme): void {
  patch('view', { theme })
  applyTheme(theme)
}

function setTheme(theme: Theme): void {
  showTheme(theme)
  try {
    localStorage.setItem(THEME_KEY, theme)
  } catch {
    // A page without storage forgets the choice; nothing else depends on it.
  }
}

/** Takes the theme of the last visit. */
export function restoreTheme(): void {
  let stored: string | null = null
  try {
    stored = localStorage.getItem(THEME_KEY)
  } catch {
    // As above.
  }
  showTheme(stored === 'light' || stored === 'dark' ? stored : 'system')
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Light, dark: the other one of what is seen now. */
export function switchTheme(): void {
  const isDark =
    app.getState().view.theme === 'dark' ||
    (app.getState().view.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  setTheme(isDark ? 'light' : 'dark')
}

/** Forgets a link that could not be opened. */
export function clearRefusal(): void {
  patch('view', { refused: null })
}
