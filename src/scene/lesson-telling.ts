/** What the teacher's window says of a slide: what stands on the projector, the answer, and what comes next. */
import type { Slide, Told } from '../store/lesson-slides.ts'
import { plainText, splitQuestion } from './inline-text.ts'
import { headlineOf } from './lesson-words.ts'

interface Lecture {
  readonly title: string
  readonly slides: readonly Slide[]
  readonly at: number
}

function shownOf(slide: Slide, title: string): string {
  if (slide.kind === 'note') return plainText(slide.text)
  if (slide.kind === 'question') return plainText(slide.question.text)
  return slide.kind === 'answer' ? headlineOf(slide.question, {}) : `${title}: done`
}

function nextOf(slide: Slide | undefined, title: string): string {
  if (slide === undefined) return ''
  if (slide.kind === 'answer') return 'the answer'
  if (slide.kind === 'question') return plainText(splitQuestion(slide.question.text).asked)
  return shownOf(slide, title)
}

/** The remarks of a slide, and for a question those of its answer's slide too: there they come too late. */
function notesOf(slides: readonly Slide[], at: number): readonly string[] {
  const after = slides[at + 1]
  const own = slides[at]?.teacher ?? []
  return after?.kind === 'answer' ? [...own, ...after.teacher] : own
}

export function tellingOf({ title, slides, at }: Lecture): Told | null {
  const slide = slides[at]
  if (slide === undefined) return null
  const isAsked = slide.kind === 'question' || slide.kind === 'answer'
  return {
    title,
    place: `slide ${at + 1} of ${slides.length}`,
    kind: slide.kind,
    shown: shownOf(slide, title),
    notes: notesOf(slides, at).map(plainText),
    answer: isAsked ? headlineOf(slide.question, {}) : '',
    next: nextOf(slides[at + 1], title),
  }
}
