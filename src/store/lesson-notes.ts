/**
 * The teacher's notes in a window of their own: what the two windows tell each other. The lecture tells what it shows;
 * the notes tell it to go on or back. They find each other by a channel whose name only they know. Where there can be
 * no second window, the notes stand in the lecture's, and only when they are asked for.
 */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { lessons, nextSlide, previousSlide } from './lesson.ts'
import type { Told } from './lesson-slides.ts'
import { say } from './view.ts'

interface NotesState {
  /** In the notes' own window: what the lecture told last. */
  readonly told: Told | null
  readonly isOver: boolean
}

const NAME = 'ptescope-notes-'
/** A second window that says nothing for so long could not be had. */
const WAIT_MS = 6000

const KINDS: readonly string[] = ['note', 'question', 'answer', 'end'] satisfies Told['kind'][]

const notes = createStore<NotesState>()(() => ({ told: null, isOver: false }))

export function useNotes<T>(select: (state: NotesState) => T): T {
  return useStore(notes, select)
}

let channel: BroadcastChannel | null = null
let other: Window | null = null
let told: Told | null = null

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Opens the notes, brings them to the front, or puts them away where they stand on this screen. */
export function toggleNotes(): void {
  const { areNotesHere } = lessons.getState()
  if (areNotesHere) lessons.setState({ areNotesHere: false })
  else if (other !== null && !other.closed) other.focus()
  else openNotes()
}

function openNotes(): void {
  const id = newId()
  const place = `${location.pathname}?notes=${id}`
  other =
    typeof BroadcastChannel === 'function'
      ? open(place, '_blank', 'popup,width=640,height=520')
      : null
  if (other === null) {
    showHere()
    return
  }
  channel?.close()
  channel = new BroadcastChannel(NAME + id)
  const timer = setTimeout(showHere, WAIT_MS)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    clearTimeout(timer)
    if (data === 'next') nextSlide()
    else if (data === 'back') previousSlide()
    else if (data === 'hello') channel?.postMessage(told)
  })
}

function showHere(): void {
  lessons.setState({ areNotesHere: true })
  say('A second window cannot be had here: the notes stand on this screen.')
}

/** Tells the notes what is shown; remembered for a window that is still opening. */
export function tellNotes(now: Told | null): void {
  told = now
  channel?.postMessage(now)
}

/** In the notes' window: begins to listen, and says that it is there. */
export function startNotes(id: string): void {
  channel = new BroadcastChannel(NAME + id)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === null) notes.setState({ isOver: true })
    else if (isTold(data)) notes.setState({ told: data, isOver: false })
  })
  channel.postMessage('hello')
}

/** In the notes' window: moves the lecture. */
export function drive(to: 'next' | 'back'): void {
  channel?.postMessage(to)
}

/** Is a message what the lecture tells? Only pages of this origin can send one, yet a page may be of another version. */
export function isTold(data: unknown): data is Told {
  if (typeof data !== 'object' || data === null) return false
  const { kind, notes: list, ...words } = data as Record<string, unknown>
  const fields = ['title', 'place', 'shown', 'answer', 'next']
  return (
    KINDS.includes(kind as string) &&
    Array.isArray(list) &&
    list.every((one) => typeof one === 'string') &&
    fields.every((field) => typeof words[field] === 'string')
  )
}
