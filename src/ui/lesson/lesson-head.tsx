/** The lesson's own bar: what it is called, how far it is, and what a teacher needs. */
import { LESSONS } from '../../scenarios/lessons.ts'
import { endLesson, toggleFullScreen, useLesson } from '../../store/lesson.ts'
import { toggleNotes } from '../../store/lesson-notes.ts'
import { Sign } from '../header/wordmark.tsx'
import { Icon } from '../shared/icons.tsx'

export function LessonHead() {
  const title = useLesson(({ lesson }) => lesson?.title ?? '')
  const areNotesHere = useLesson((state) => state.areNotesHere)
  return (
    <header className="lesson-header">
      <a className="header-home" href="#start" aria-label="ptescope, start page">
        <Sign size={28} />
        <span className="lesson-word">ptescope</span>
      </a>
      <span className="header-rule" />
      <p className="lesson-title">{title}</p>
      <Progress />
      <button
        type="button"
        className="button button-plain lesson-tool"
        aria-label="Notes"
        aria-pressed={areNotesHere}
        onClick={toggleNotes}
      >
        <Icon name="upload" size={18} />
        <span>Notes</span>
      </button>
      <button
        type="button"
        className="button button-plain lesson-tool"
        aria-label="Full screen"
        onClick={toggleFullScreen}
      >
        <Icon name="fullScreen" size={18} />
        <span>Full screen</span>
      </button>
      <button
        type="button"
        className="button button-plain lesson-tool"
        aria-label="End"
        onClick={endLesson}
      >
        <Icon name="close" size={18} />
        <span>End</span>
      </button>
    </header>
  )
}

/** Nine bars for nine lessons, the present one filled as far as it is; a lesson of one's own has one bar. */
function Progress() {
  const number = useLesson(({ lesson }) => lesson?.number ?? null)
  const at = useLesson((state) => state.at)
  const count = useLesson(({ lesson }) => lesson?.slides.length ?? 1)
  const progress = useLesson((state) => state.progress)
  const part = count < 2 ? 1 : at / (count - 1)
  const says = `slide ${at + 1} of ${count}`
  const bars = number === null ? [null] : LESSONS.map((one) => one.number)
  return (
    <div
      className="lesson-progress"
      role="img"
      aria-label={number === null ? says : `Lesson ${number} of ${LESSONS.length}, ${says}`}
    >
      <span className="lesson-bars">
        {bars.map((one) => {
          const isNow = one === number
          const isDone = !isNow && one !== null && progress[one]?.done === true
          return (
            <span key={one} className={`lesson-bar${isNow ? ' lesson-bar-now' : ''}`}>
              <span style={{ width: `${(isNow ? part : isDone ? 1 : 0) * 100}%` }} />
            </span>
          )
        })}
      </span>
      <span className="lesson-count">
        {number === null ? `${at + 1} of ${count}` : `${number} of ${LESSONS.length}`}
      </span>
    </div>
  )
}
