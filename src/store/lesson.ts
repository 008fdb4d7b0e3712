/**
 * The lesson that is given: its slides, which one is shown, what has been answered, and what a wrong answer leads to.
 * Which moment is shown is the run's business, as everywhere; a slide only says which.
 */
import type { Draft } from 'immer'
import { produce } from 'immer'
import type { Asked } from '../lang/ast.ts'
import type { Run } from '../protocol/messages.ts'
import type { Lesson } from '../scenarios/lessons.ts'
import { LESSONS, lessonOf } from '../scenarios/lessons.ts'
import type { Consequence, Question } from '../sim/lesson.ts'
import { openText } from './doc.ts'
import { ask } from './engine.ts'
import { withoutJump } from './jump.ts'
import { lessonPages } from './lesson-pages.ts'
import { keepProgress } from './lesson-progress.ts'
import { slidesOf } from './lesson-slides.ts'
import type { Claimed, LessonState, OpenLesson, WhatIf } from './lesson-state.ts'
import { asksSomething, lessons, slideNow } from './lesson-state.ts'
import { requestStep } from './pump.ts'
import { app } from './store.ts'
import { pause } from './time.ts'
import { say, showView } from './view.ts'

export type { Claimed, LessonState, OpenLesson, Sheet, WhatIf } from './lesson-state.ts'
export { asksSomething, lessons, slideNow, useLesson } from './lesson-state.ts'

/** Changes what is said of single questions and lessons, some levels down. */
function change(recipe: (draft: Draft<LessonState>) => void): void {
  lessons.setState(produce(recipe))
}

/** Opens a lesson of the course, at the slide that was reached unless another is wanted. */
export function openLesson(number: number, wanted: number | null = null): void {
  const lesson = lessonOf(number)
  if (lesson === null) return
  const kept = lessons.getState().progress[number]
  const slide = wanted ?? (kept === undefined || kept.done ? 0 : kept.slide)
  lessons.setState({ sheet: null })
  showView('lesson')
  openCourseText(lesson, slide)
}

function openCourseText(lesson: Lesson, slide: number): void {
  const { doc, run } = app.getState()
  if (doc.text === lesson.text && run.run !== null && !doc.dirty) void attend(run.run, slide)
  else {
    lessons.setState({ lesson: null, isComing: true })
    openText(
      lesson.text,
      () => 0,
      (made) => void attend(made, slide),
    )
  }
}

/** Makes a lesson of the scenario that is open. */
export function openAsLesson(): void {
  const { doc, run } = app.getState()
  if (run.run === null || doc.dirty || !asksSomething(doc.text)) return
  lessons.setState({ sheet: null })
  showView('lesson')
  void attend(run.run, 0)
}

/** Takes a lesson from a link: the text has been run, and the slide is to be shown once the questions are known. */
export function takeLesson(slide: number): void {
  const { run } = app.getState().run
  if (run !== null) void attend(run, slide)
}

/** Asks the machine for the questions of the present run, and shows a slide. */
async function attend(run: Run, slide: number): Promise<void> {
  const { text } = app.getState().doc
  lessons.setState({ isComing: true })
  // The parser is fetched here: the first screen does without it.
  const [{ readScenario }, { questions }] = await Promise.all([
    import('../lang/read-scenario.ts'),
    ask('lesson', {}),
  ])
  lessons.setState({ isComing: false })
  if (app.getState().doc.text !== text) return
  const { scenario } = readScenario(text)
  const { statements, steps } = run
  const slides = slidesOf({ lines: scenario.lines, statements, questions, steps })
  const number = LESSONS.find((one) => one.text === text)?.number ?? null
  const isSame = lessons.getState().lesson?.text === text
  lessons.setState({
    lesson: { number, title: run.title, text, slides, pages: lessonPages(scenario) },
    ...(isSame ? {} : { claims: {}, whatIfs: {} }),
    isBlank: false,
  })
  goTo(slide)
}

/** Shows a slide of the open lesson, with its moment. */
function goTo(wanted: number): void {
  const { lesson, at: from } = lessons.getState()
  if (lesson === null) return
  const at = Math.max(0, Math.min(lesson.slides.length - 1, wanted))
  lessons.setState({ at, from, isBlank: false })
  keep(lesson, at)
  showMoment()
}

/** Brings the run to the moment of the slide. */
function showMoment(): void {
  const slide = slideNow(lessons.getState())
  if (slide === null) return
  pause()
  if (app.getState().time.step !== slide.step) requestStep(slide.step)
}

function keep({ number, slides }: OpenLesson, at: number): void {
  if (number === null) return
  change(({ progress }) => {
    const done = progress[number]?.done === true || at === slides.length - 1
    progress[number] = { slide: at, done }
  })
  keepProgress(lessons.getState().progress)
}

export function nextSlide(): void {
  const { at, isBlank } = lessons.getState()
  if (isBlank) lessons.setState({ isBlank: false })
  else goTo(at + 1)
}

export function previousSlide(): void {
  const { at, isBlank } = lessons.getState()
  if (isBlank) lessons.setState({ isBlank: false })
  else goTo(at - 1)
}

/** Says what a bit, or the entry, or the end will be. */
export function claim({ line }: Question, asked: Asked, value: string): void {
  change(({ claims }) => {
    claims[line] = { ...claims[line], [asked]: value }
  })
}

/** Forgets what was said of a question and asks it again. */
export function tryAgain(question: Question): void {
  const { lesson } = lessons.getState()
  change(({ claims, whatIfs }) => {
    delete claims[question.line]
    delete whatIfs[question.line]
  })
  const at = lesson?.slides.findIndex(
    (slide) => slide.kind === 'question' && slide.question.line === question.line,
  )
  if (at !== undefined && at >= 0) goTo(at)
}

/** Runs the rest of the scenario on an entry with other bits. */
export async function runWhatIf({ line }: Question, claimed: Claimed): Promise<void> {
  const known = lessons.getState().whatIfs[line]
  if (known !== undefined && JSON.stringify(known.claimed) === JSON.stringify(claimed)) return
  const put = (found: Consequence | null) =>
    change(({ whatIfs }) => {
      whatIfs[line] = { claimed, found } as Draft<WhatIf>
    })
  put(null)
  put(await ask('consequence', { line, claimed }))
}

/** The stage at the slide's moment, or after another statement of the lesson. */
export function showStage(line: number | null = null): void {
  showView('stage')
  const end = app.getState().run.run?.statements.find((one) => one.line === line)
  if (end !== undefined) requestStep(end.last)
}

/** Back to the slide that was left, also when the text was changed meanwhile. */
export function returnToLesson(): void {
  const { lesson, at } = lessons.getState()
  const { doc, run } = app.getState()
  if (lesson === null) return
  if (lesson.text === doc.text) showMoment()
  else if (run.run !== null && !doc.dirty && asksSomething(doc.text)) void attend(run.run, at)
  else {
    const open = () =>
      openText(
        lesson.text,
        () => 0,
        (made) => void attend(made, at),
      )
    withoutJump(open)
  }
}

/** Leaves the lesson; the course is where it came from. */
export function endLesson(): void {
  lessons.setState({ lesson: null, isBlank: false, areNotesHere: false })
  if (document.fullscreenElement !== null) void document.exitFullscreen()
  showView('start')
}

/** Problems on a sheet. */
const SHEET_LENGTH = 8

/** Makes the exercise sheet of a seed and shows it. */
export async function openSheet(seed: string): Promise<void> {
  lessons.setState({ sheet: { seed, problems: null }, lesson: null })
  showView('lesson')
  const { problems } = await ask('exercises', { seed, count: SHEET_LENGTH })
  if (lessons.getState().sheet?.seed === seed) lessons.setState({ sheet: { seed, problems } })
}

export function toggleBlank(): void {
  lessons.setState({ isBlank: !lessons.getState().isBlank })
}

export function toggleFullScreen(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen()
  else {
    document.documentElement
      .requestFullscreen()
      .catch(() => say('This browser does not allow a full screen here.'))
  }
}
