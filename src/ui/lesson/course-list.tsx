/** The nine lessons, which of them are done, and the one to go on with. */
import { LESSONS } from '../../scenarios/lessons.ts'
import { nextLesson } from '../../store/lesson-progress.ts'
import { useLesson } from '../../store/lesson-state.ts'
import { Icon } from '../shared/icons.tsx'
import './course.css'

export function CourseList() {
  const progress = useLesson((state) => state.progress)
  const next = nextLesson(progress, LESSONS.length)
  return (
    <ol className="course-list">
      {LESSONS.map(({ number, title }) => {
        const { slide = 0, done = false } = progress[number] ?? {}
        const isNext = number === next
        return (
          <li key={number} className={isNext ? 'course-item course-next' : 'course-item'}>
            <a href={`#lesson-${number}`}>
              <span className={done ? 'course-number course-done' : 'course-number'}>
                {done ? <Icon name="check" size={13} /> : <span>{number}</span>}
              </span>
              <span className="course-name">{title}</span>
              {done ? <span className="quiet">, done</span> : null}
              {isNext ? (
                <span className="button course-start">
                  {slide > 0 && !done ? 'Go on' : 'Start'}
                  <Icon name="arrowRight" />
                </span>
              ) : null}
            </a>
          </li>
        )
      })}
    </ol>
  )
}

/** The course on the start page. */
export function Course() {
  return (
    <section className="course" aria-label="Course">
      <h2>
        Course <span>nine lessons, each with predictions</span>
      </h2>
      <CourseList />
    </section>
  )
}
