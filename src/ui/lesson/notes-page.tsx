/** The teacher's window: what is on the projector, the notes, the answer, the clock, what comes next, and the way on. */
import { useEffect, useState } from 'react'
import { drive, useNotes } from '../../store/lesson-notes.ts'
import { Icon } from '../shared/icons.tsx'
import { NotesText } from './notes-panel.tsx'
import './notes.css'

const NEXT_KEYS: readonly string[] = ['PageDown', 'ArrowRight', ' ']
const BACK_KEYS: readonly string[] = ['PageUp', 'ArrowLeft']

function useDriveKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isButton = event.target instanceof HTMLButtonElement
      if (NEXT_KEYS.includes(event.key) && !(isButton && event.key === ' ')) drive('next')
      else if (BACK_KEYS.includes(event.key)) drive('back')
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

export function NotesPage() {
  const told = useNotes((state) => state.told)
  const isOver = useNotes((state) => state.isOver)
  useDriveKeys()
  useEffect(() => {
    document.title = 'Notes, ptescope'
  }, [])
  return (
    <div className="notes-page">
      <header>
        <h1>Notes</h1>
        <p>this window only, not the projector</p>
        <Clock />
      </header>
      <main>
        {told === null || isOver ? (
          <p className="notes-none">
            {isOver
              ? 'The lesson has ended. This window can be closed.'
              : 'Waiting for the lesson…'}
          </p>
        ) : (
          <>
            <p className="notes-label">On the projector now, {told.place}</p>
            <p className="notes-shown">{told.shown}</p>
            <NotesText told={told} />
          </>
        )}
      </main>
      <footer>
        <p>{told === null || told.next === '' ? '' : `Next: ${told.next}`}</p>
        <button type="button" className="button" onClick={() => drive('back')}>
          <Icon name="arrowLeft" />
          Back
        </button>
        <button type="button" className="button button-primary" onClick={() => drive('next')}>
          {told?.kind === 'question' ? 'Reveal' : 'Next'}
          <Icon name="arrowRight" />
        </button>
      </footer>
    </div>
  )
}

const CLOCK_MS = 1000

function Clock() {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), CLOCK_MS)
    return () => clearInterval(timer)
  }, [])
  const two = (part: number) => String(part).padStart(2, '0')
  return <time className="notes-clock">{`${two(now.getHours())}:${two(now.getMinutes())}`}</time>
}
