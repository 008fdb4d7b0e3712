/**
 * Keeps what is typed, so that a crash, a closed tab or a full address bar loses nothing. Each tab has a draft of its own
 * and a lock that ends with the tab: a draft without a lock is offered to the next page that is opened.
 */
import { claimText, isOwnWork, openText } from './doc.ts'
import type { Draft, Kept } from './drafts.ts'
import { DRAFT_PREFIX, describeDraft, orphans, readDraft, surplus, writeDraft } from './drafts.ts'
import { isFramed } from './embed.ts'
import { tell } from './notices.ts'
import { app } from './store.ts'
import { showView } from './view.ts'

const TAB_KEY = 'ptescope.tab'
const SAVE_AFTER_MS = 500

let tab = ''
let timer: ReturnType<typeof setTimeout> | undefined
let isFull = false

/** Begins to keep, and offers what another tab left behind. */
export async function startAutosave(): Promise<void> {
  if (isFramed() || storage() === null) return
  tab = await takeTab()
  app.subscribe(({ doc }) => doc.text, saveSoon)
  addEventListener('pagehide', saveNow)
  await offer()
}

function saveSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(saveNow, SAVE_AFTER_MS)
}

/** Writes the draft of this tab at once. */
export function saveNow(): void {
  clearTimeout(timer)
  const { doc, time } = app.getState()
  const box = storage()
  if (box === null || tab === '') return
  if (!isOwnWork()) {
    box.removeItem(DRAFT_PREFIX + tab)
    return
  }
  for (const key of surplus(all(box))) box.removeItem(key)
  write(box, { text: doc.text, step: time.step, at: Date.now() })
}

function write(box: Storage, draft: Draft): void {
  try {
    box.setItem(DRAFT_PREFIX + tab, writeDraft(draft))
    isFull = false
  } catch {
    if (isFull) return
    isFull = true
    tell({
      id: 'storage',
      title: 'Your text is not being kept.',
      text: 'The storage of this browser is full. The address bar still holds it: Share, or Export it as a file.',
      action: null,
    })
  }
}

async function offer(): Promise<void> {
  const box = storage()
  if (box === null) return
  const [newest] = orphans(all(box), await liveTabs())
  if (newest === undefined || newest.draft.text === app.getState().doc.text) {
    if (newest !== undefined) box.removeItem(newest.key)
    return
  }
  tell(
    {
      id: 'restore',
      title: 'A text from before was kept.',
      text: `${describeDraft(newest.draft)}, ${new Date(newest.draft.at).toLocaleString()}.`,
      action: 'Restore',
    },
    () => {
      box.removeItem(newest.key)
      showView('stage')
      openText(newest.draft.text, () => newest.draft.step)
      claimText()
      saveNow()
    },
    () => box.removeItem(newest.key),
  )
}

function all(box: Storage): Kept[] {
  const keys = Array.from({ length: box.length }, (_, i) => box.key(i) ?? '')
  return keys
    .filter((key) => key.startsWith(DRAFT_PREFIX))
    .flatMap((key) => {
      const draft = readDraft(box.getItem(key))
      return draft === null ? [] : [{ key, draft }]
    })
}

/** Storage may be switched off, or refused to a frame; asking for it may throw. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

/** The name of this tab: kept over a reload, another one in a copy of the tab. */
async function takeTab(): Promise<string> {
  const before = sessionStorage.getItem(TAB_KEY)
  if (before !== null && (await hold(before))) return before
  const fresh = newName()
  sessionStorage.setItem(TAB_KEY, fresh)
  await hold(fresh)
  return fresh
}

/** A page that came over plain HTTP has no `randomUUID`, and is to keep what is typed all the same. */
function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join(
    '-',
  )
}

/** Takes the lock of a tab's name until the tab is gone; false if another tab has it. */
function hold(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((resolve) => {
    void navigator.locks
      .request(DRAFT_PREFIX + name, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise(() => undefined)
      })
      .catch(() => resolve(true))
  })
}

async function liveTabs(): Promise<ReadonlySet<string>> {
  const held = 'locks' in navigator ? ((await navigator.locks.query()).held ?? []) : []
  const names = held.map(({ name }) => name ?? '').filter((name) => name.startsWith(DRAFT_PREFIX))
  return new Set([tab, ...names.map((name) => name.slice(DRAFT_PREFIX.length))])
}
