/** Ways into a lesson, and back to it, from the other views. */
import { asksSomething, useLesson } from '../../store/lesson-state.ts'
import { withPart } from '../../store/rooms.ts'
import { useApp } from '../../store/store.ts'
import { showView } from '../../store/view.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import './as-lesson.css'

/** Under a scenario that asks something: it can be given as a lesson. */
export function AsLesson() {
  const asks = useApp((state) => asksSomething(state.doc.text))
  const canOpen = useApp((state) => state.run.run !== null && !state.doc.dirty)
  const isOpen = useLesson((state) => state.lesson !== null)
  if (!asks || isOpen) return null
  return (
    <div className="as-lesson">
      <p>This scenario asks questions.</p>
      <button
        type="button"
        className="button"
        aria-disabled={!canOpen}
        onClick={() => withPart('lesson', (lesson) => lesson.openAsLesson())}
      >
        Open as a lesson
      </button>
    </div>
  )
}

/** Above the stage, while a lesson waits: where one came from. */
export function LessonReturn() {
  const title = useLesson(({ lesson, at }) =>
    lesson === null ? null : `${lesson.title}, slide ${at + 1}`,
  )
  if (title === null) return null
  return (
    <aside className="lesson-return" aria-label="Lesson under way">
      <button
        type="button"
        className="button button-primary"
        aria-label="Back to the lesson"
        onClick={() => showView('lesson')}
      >
        <Icon name="arrowLeft" />
        Back to the lesson
      </button>
      <p>{title}</p>
      <IconButton
        name="End the lesson"
        icon="close"
        act={() =>
          withPart('lesson', (lesson) => {
            lesson.endLesson()
            showView('stage')
          })
        }
      />
    </aside>
  )
}
