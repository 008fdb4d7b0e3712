/** The Lesson view before a lesson is open: the course, exercises, and how to write a lesson of one's own. */
import { useState } from 'react'
import { LESSONS } from '../../scenarios/lessons.ts'
import { asksSomething, openAsLesson } from '../../store/lesson.ts'
import { useApp } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { CourseList } from './course-list.tsx'

export function CoursePage() {
  return (
    <main className="course-page" aria-label="Course">
      <h1>Course</h1>
      <p className="course-lead">
        Nine lessons. Each stops before something happens and asks what the entry will be; the
        machine answers, and follows a wrong answer to where it shows.
      </p>
      <div className="course-columns">
        <CourseList />
        <div className="course-side">
          <OwnLesson />
          <Sheets />
        </div>
      </div>
    </main>
  )
}

function OwnLesson() {
  const text = useApp((state) => state.doc.text)
  const canOpen = asksSomething(text) && LESSONS.every((lesson) => lesson.text !== text)
  return (
    <section className="course-card">
      <h2>Your own lesson</h2>
      <p>
        Any scenario with <code>note</code> and <code>ask</code> lines is one:
      </p>
      <pre>{`note What does a read leave behind?
ask A[0] P,RW Which bits are set after it?
read A[0]`}</pre>
      {canOpen ? (
        <button type="button" className="button" onClick={openAsLesson}>
          Open “{titleOf(text) || 'this scenario'}” as a lesson
        </button>
      ) : null}
    </section>
  )
}

function Sheets() {
  const [seed, setSeed] = useState('1')
  const isFine = /^[A-Za-z0-9_-]{1,24}$/.test(seed)
  return (
    <section className="course-card">
      <h2>Exercise sheet</h2>
      <p>Eight problems with a key, the same for the same seed. Made to be printed.</p>
      <form
        className="course-seed"
        onSubmit={(event) => {
          event.preventDefault()
          if (isFine) location.hash = `sheet-${seed}`
        }}
      >
        <label>
          Seed{' '}
          <input
            value={seed}
            maxLength={24}
            aria-invalid={!isFine}
            onChange={(event) => setSeed(event.target.value)}
          />
        </label>
        <button type="submit" className="button">
          Make a sheet
        </button>
      </form>
    </section>
  )
}
