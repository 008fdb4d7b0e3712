/** Tells the teacher's window what is shown; and stands in for it where there is none, when asked for. */
import { useEffect, useMemo } from 'react'
import { tellingOf } from '../../scene/lesson-telling.ts'
import { useLesson } from '../../store/lesson.ts'
import { tellNotes } from '../../store/lesson-notes.ts'
import type { Told } from '../../store/lesson-slides.ts'

export function NotesPanel() {
  const lesson = useLesson((state) => state.lesson)
  const at = useLesson((state) => state.at)
  const isHere = useLesson((state) => state.areNotesHere)
  const told = useMemo(() => (lesson === null ? null : tellingOf({ ...lesson, at })), [lesson, at])
  useEffect(() => tellNotes(told), [told])
  useEffect(() => () => tellNotes(null), [])
  if (!isHere || told === null) return null
  return (
    <aside className="notes-panel" aria-label="Teacher’s notes">
      <h2>
        Notes <span>on this screen</span>
      </h2>
      <NotesText told={told} />
    </aside>
  )
}

/** The notes themselves, with the answer and what comes next. */
export function NotesText({ told }: { readonly told: Told }) {
  return (
    <>
      {told.notes.length === 0 ? (
        <p className="notes-none">No note for this slide.</p>
      ) : (
        told.notes.map((note) => (
          <p key={note} className="notes-note">
            {note}
          </p>
        ))
      )}
      {told.answer === '' ? null : (
        <p className="notes-answer">
          <strong>Answer</strong> {told.answer}
        </p>
      )}
    </>
  )
}
