/** What the Lesson view shows: all that the page knows of a lesson before one is given. */
import { useStore } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type { Asked } from '../lang/ast.ts'
import type { Exercise } from '../sim/exercises.ts'
import type { Consequence } from '../sim/lesson.ts'
import type { PageOf } from '../sim/page-facts.ts'
import type { CourseProgress } from './lesson-progress.ts'
import { readProgress } from './lesson-progress.ts'
import type { Slide } from './lesson-slides.ts'

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
