/** The Lesson view: one slide at a time, in letters that a hall can read; the course where no lesson is open. */
import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'
import type { OpenLesson } from '../../store/lesson.ts'
import { returnToLesson, slideNow, toggleBlank, useLesson } from '../../store/lesson.ts'
import type { Slide } from '../../store/lesson-slides.ts'
import { Header } from '../header/header.tsx'
import { AnswerView } from './answer-slide.tsx'
import { CoursePage } from './course-page.tsx'
import { EndView } from './end-slide.tsx'
import { LessonFoot } from './lesson-foot.tsx'
import { LessonHead } from './lesson-head.tsx'
import type { PagesMoment } from './live-picture.tsx'
import { usePagesMoment } from './live-picture.tsx'
import { NoteView } from './note-slide.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { QuestionView } from './question-slide.tsx'
import { SheetPage } from './sheet-page.tsx'
import './lesson.css'

export function LessonPage() {
  const lesson = useLesson((state) => state.lesson)
  const slide = useLesson(slideNow)
  const sheet = useLesson((state) => state.sheet)
  const isComing = useLesson((state) => state.isComing)
  useEffect(() => returnToLesson(), [])
  if (sheet === null && lesson !== null && slide !== null)
    return <GivenLesson lesson={lesson} slide={slide} />
  return (
    <>
      <Header />
      {sheet !== null ? (
        <SheetPage sheet={sheet} />
      ) : isComing ? (
        <main className="lesson-empty">Opening the lesson…</main>
      ) : (
        <CoursePage />
      )}
    </>
  )
}

interface GivenProps {
  readonly lesson: OpenLesson
  readonly slide: Slide
}

function GivenLesson({ lesson, slide }: GivenProps) {
  const isBlank = useLesson((state) => state.isBlank)
  const at = useLesson((state) => state.at)
  const moment = usePagesMoment(lesson.pages, slide.step)
  const main = useRef<HTMLElement>(null)
  useArrival(main, at)
  return (
    <div className="lesson">
      <LessonHead />
      <main
        ref={main}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className={`lesson-main lesson-${slide.kind}`}
        aria-label="Lesson"
      >
        <div className="lesson-slide" key={at}>
          <SlideView lesson={lesson} slide={slide} moment={moment} />
        </div>
      </main>
      <NotesPanel />
      <LessonFoot slide={slide} />
      <Said at={at} />
      {isBlank ? (
        <button type="button" className="lesson-blank" onClick={toggleBlank}>
          <span className="quiet">The screen is blank. Show the slide.</span>
        </button>
      ) : null}
    </div>
  )
}

function SlideView({ lesson, slide, moment }: GivenProps & { readonly moment: PagesMoment }) {
  if (slide.kind === 'note') return <NoteView lesson={lesson} slide={slide} moment={moment} />
  if (slide.kind === 'question') return <QuestionView slide={slide} moment={moment} />
  if (slide.kind === 'answer') return <AnswerView slide={slide} moment={moment} />
  return <EndView lesson={lesson} slide={slide} moment={moment} />
}

/**
 * A new slide begins at its top. A question takes the focus to the first thing that is asked; elsewhere the focus stays
 * where it was, and where that has gone it goes to the way on.
 */
function useArrival(main: RefObject<HTMLElement | null>, at: number): void {
  useEffect(() => {
    const page = main.current
    if (page === null || at < 0) return
    page.scrollTo(0, 0)
    const asked = page.querySelector<HTMLElement>('[data-ask], .choice')
    const isLost = document.activeElement === document.body || document.activeElement === null
    if (asked !== null) asked.focus({ preventScroll: true })
    else if (isLost) document.querySelector<HTMLElement>('.lesson-next')?.focus()
  }, [main, at])
}

/** The slide's first words, said when it comes. */
function Said({ at }: { readonly at: number }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    const text = at < 0 ? null : document.querySelector('[data-slide-text]')?.textContent
    if (place.current !== null) place.current.textContent = text ?? ''
  }, [at])
  return <p ref={place} className="quiet" aria-live="polite" data-testid="slide-said" />
}
