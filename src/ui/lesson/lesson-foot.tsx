/** Back, where one is, the stage, and the one thing that comes next. */
import { isRight } from '../../scene/lesson-words.ts'
import type { LessonState } from '../../store/lesson.ts'
import { nextSlide, previousSlide, showStage, tryAgain, useLesson } from '../../store/lesson.ts'
import type { Slide } from '../../store/lesson-slides.ts'
import { Icon } from '../shared/icons.tsx'

function whereOf(slide: Slide, state: LessonState): string {
  const count = state.lesson?.slides.length ?? 0
  const place = `slide ${state.at + 1} of ${count}`
  if (slide.kind !== 'answer') return slide.kind === 'end' ? place : `Line ${slide.line}, ${place}`
  const { line, answers } = slide.question
  const said = state.claims[line] ?? {}
  const right = answers.filter((answer) => isRight(answer, said)).length
  return `${right} of ${answers.length} right, ${place}`
}

export function LessonFoot({ slide }: { readonly slide: Slide }) {
  const where = useLesson((state) => whereOf(slide, state))
  const isFirst = useLesson((state) => state.at === 0)
  const line = useLesson(({ whatIfs }) =>
    slide.kind === 'answer' ? (whatIfs[slide.question.line]?.found?.parts?.line ?? null) : null,
  )
  return (
    <footer className="lesson-foot">
      <button
        type="button"
        className="button lesson-button"
        aria-disabled={isFirst}
        onClick={previousSlide}
      >
        <Icon name="arrowLeft" />
        Back
      </button>
      <p className="lesson-where">{where}</p>
      {line === null ? null : (
        <button
          type="button"
          className="button button-plain lesson-button lesson-parting"
          onClick={() => showStage(line)}
        >
          <Icon name="fullScreen" />
          Open line {line} on the stage
        </button>
      )}
      <span className="lesson-space" />
      {slide.kind === 'answer' ? (
        <button
          type="button"
          className="button lesson-button"
          onClick={() => tryAgain(slide.question)}
        >
          <Icon name="over" />
          Try again
        </button>
      ) : (
        <button type="button" className="button lesson-button" onClick={() => showStage()}>
          Show the stage
        </button>
      )}
      {slide.kind === 'end' ? null : (
        <button
          type="button"
          className="button button-primary lesson-button lesson-next"
          onClick={nextSlide}
        >
          {slide.kind === 'question' ? 'Reveal the answer' : 'Next'}
          <Icon name="arrowRight" />
        </button>
      )}
    </footer>
  )
}
