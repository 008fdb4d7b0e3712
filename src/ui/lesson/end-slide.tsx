/** The end: how many were right, the machine's last word, and where to go from here. */

import { LESSONS, lessonOf } from '../../scenarios/lessons.ts'
import { isRight } from '../../scene/lesson-words.ts'
import type { LessonState, OpenLesson } from '../../store/lesson.ts'
import { openLesson, useLesson } from '../../store/lesson.ts'
import type { EndSlide } from '../../store/lesson-slides.ts'
import { Icon } from '../shared/icons.tsx'
import type { PagesMoment } from './live-picture.tsx'
import { LivePart } from './note-slide.tsx'

/** `3 of 4 predictions right.` */
function rightOf({ lesson, claims }: LessonState): string {
  if (Object.keys(claims).length === 0) return ''
  const answers = (lesson?.slides ?? []).flatMap((slide) =>
    slide.kind !== 'answer'
      ? []
      : slide.question.answers.map((answer) => isRight(answer, claims[slide.question.line] ?? {})),
  )
  return `${answers.filter(Boolean).length} of ${answers.length} predictions right.`
}

interface EndProps {
  readonly lesson: OpenLesson
  readonly slide: EndSlide
  readonly moment: PagesMoment
}

export function EndView({ lesson, slide, moment }: EndProps) {
  const right = useLesson(rightOf)
  const next = lesson.number === null ? null : lessonOf(lesson.number + 1)
  return (
    <div className="note end">
      <p className="note-number">
        {lesson.number === null ? 'The end of' : `Lesson ${lesson.number} of ${LESSONS.length}`}
      </p>
      <h1 className="note-title" data-slide-text>
        {lesson.title}: done
      </h1>
      <p className="note-text">
        <strong>{right}</strong>{' '}
        {next === null
          ? lesson.number === null
            ? ''
            : 'That was the course.'
          : right === ''
            ? 'Next time, predict before you reveal.'
            : 'A wrong one is worth more than a right one, if you know why now.'}
      </p>
      {next === null ? (
        <p className="end-next">
          <a className="button button-primary lesson-button" href="#course">
            All lessons
            <Icon name="arrowRight" />
          </a>
        </p>
      ) : (
        <p className="end-next">
          <button
            type="button"
            className="button button-primary lesson-button"
            onClick={() => openLesson(next.number, 0)}
          >
            Lesson {next.number}: {next.title}
            <Icon name="arrowRight" />
          </button>
        </p>
      )}
      <LivePart slide={slide} moment={moment} />
    </div>
  )
}
