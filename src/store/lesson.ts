/**
 * The lesson that is given: its slides, which one is shown, what has been answered, and what a wrong answer leads to.
 * Which moment is shown is the run's business, as everywhere; a slide only says which.
 */
import { useStore } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type { Asked } from '../lang/ast.ts'
import type { Run } from '../protocol/messages.ts'
import type { Lesson } from '../scenarios/lessons.ts'
import { LESSONS, lessonOf } from '../scenarios/lessons.ts'
import type { Exercise } from '../sim/exercises.ts'
import type { Consequence, Question } from '../sim/lesson.ts'
import type { PageOf } from '../sim/page-facts.ts'
import { openText } from './doc.ts'
import { ask } from './engine.ts'
import { withoutJump } from './jump.ts'
import { lessonPages } from './lesson-pages.ts'
import type { CourseProgress } from './lesson-progress.ts'
import { keepProgress, readProgress } from './lesson-progress.ts'
import type { Slide } from './lesson-slides.ts'
import { slidesOf } from './lesson-slides.ts'
import { requestStep } from './pump.ts'
import { app } from './store.ts'
import { pause } from './time.ts'
import { say, showView } from './view.ts'

/** What a person says of one question, by what is asked. */
export type Claimed = Readonly<Partial<Record<Asked, string>>>

/** A supposition that was run: which, and what came of it; null while it runs. */
export interface WhatIf {
  readonly claimed: Claimed
  readonly found: Consequence | null
}

export interface OpenLesson {
  /** Its number in the course; null for a lesson of one's own. */
  readonly number: number | null
  readonly title: string
  readonly text: string
  readonly slides: readonly Slide[]
  /** The pages that its pictures show. */
  readonly pages: readonly PageOf[]
}

export interface Sheet {
  readonly seed: string
  readonly problems: readonly Exercise[] | null
}

export interface LessonState {
  readonly lesson: OpenLesson | null
  /** Index of the slide that is shown. */
  readonly at: number
  /** The slide that was shown before, to tell what is new. */
  readonly from: number
  /** By the line of the question. */
  readonly claims: Readonly<Record<number, Claimed>>
  readonly whatIfs: Readonly<Record<number, WhatIf>>
  /** A lesson is being opened: its questions are still being asked for. */
  readonly isComing: boolean
  /** The exercise sheet that is shown in the place of the course; its problems are null while they are made. */
  readonly sheet: Sheet | null
  /** The screen is dark, so that all look at the teacher. */
  readonly isBlank: boolean
  /** The notes stand on this screen, where a second window cannot be had. */
  readonly areNotesHere: boolean
  readonly progress: CourseProgress
}

export const lessons = createStore<LessonState>()(
  subscribeWithSelector(
    (): LessonState => ({
      lesson: null,
      at: 0,
      from: 0,
      claims: {},
      whatIfs: {},
      isComing: false,
      sheet: null,
      isBlank: false,
      areNotesHere: false,
      progress: readProgress(),
    }),
  ),
)

/** A leaf of the lesson's state, for components. */
export function useLesson<T>(select: (state: LessonState) => T): T {
  return useStore(lessons, select)
}

export function slideNow({ lesson, at }: LessonState): Slide | null {
  return lesson?.slides[at] ?? null
}

/** Does a text ask anything? Then it can be given as a lesson. */
export function asksSomething(text: string): boolean {
  return /^[ \t]*ask[ \t]/m.test(text)
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
  const { progress } = lessons.getState()
  const done = progress[number]?.done === true || at === slides.length - 1
  const next = { ...progress, [number]: { slide: at, done } }
  lessons.setState({ progress: next })
  keepProgress(next)
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
  const { claims } = lessons.getState()
  lessons.setState({ claims: { ...claims, [line]: { ...claims[line], [asked]: value } } })
}

/** Forgets what was said of a question and asks it again. */
export function tryAgain(question: Question): void {
  const { claims, whatIfs, lesson } = lessons.getState()
  const { [question.line]: _said, ...others } = claims
  const { [question.line]: _found, ...otherIfs } = whatIfs
  lessons.setState({ claims: others, whatIfs: otherIfs })
  const at = lesson?.slides.findIndex(
    (slide) => slide.kind === 'question' && slide.question.line === question.line,
  )
  if (at !== undefined && at >= 0) goTo(at)
}

/** Runs the rest of the scenario on an entry with other bits. */
export async function runWhatIf({ line }: Question, claimed: Claimed): Promise<void> {
  const known = lessons.getState().whatIfs[line]
  if (known !== undefined && JSON.stringify(known.claimed) === JSON.stringify(claimed)) return
  const put = (found: Consequence | null) => {
    const { whatIfs } = lessons.getState()
    lessons.setState({ whatIfs: { ...whatIfs, [line]: { claimed, found } } })
  }
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
