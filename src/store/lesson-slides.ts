/**
 * A lesson as a sequence of slides over its run: each note is a slide, each question one for asking and one for the
 * answer. A note that stands right after the operation that was asked about is told with the answer. Pure.
 */
import type { Line } from '../lang/ast.ts'
import type { StatementEnd } from '../protocol/messages.ts'
import type { Question } from '../sim/lesson.ts'

/** A statement that ran since the slide before, and how it ended. */
export interface Ran {
  readonly line: number
  readonly text: string
  readonly outcome: string
  readonly value: string | null
}

interface Common {
  /** The moment that it shows. */
  readonly step: number
  /** Line of the text that it comes from. */
  readonly line: number
  readonly ran: readonly Ran[]
  /** For the teacher alone. */
  readonly teacher: readonly string[]
}

export interface NoteSlide extends Common {
  readonly kind: 'note'
  readonly text: string
}

export interface QuestionSlide extends Common {
  readonly kind: 'question'
  readonly question: Question
}

export interface AnswerSlide extends Common {
  readonly kind: 'answer'
  readonly question: Question
  /** The note that explains it; empty where there is none. */
  readonly text: string
}

export interface EndSlide extends Common {
  readonly kind: 'end'
}

export type Slide = NoteSlide | QuestionSlide | AnswerSlide | EndSlide

/** What the lecture shows now, in words, with what only the teacher should see. */
export interface Told {
  readonly title: string
  readonly place: string
  readonly kind: 'note' | 'question' | 'answer' | 'end'
  /** What stands on the projector. */
  readonly shown: string
  readonly notes: readonly string[]
  /** Of a question: its answer. */
  readonly answer: string
  readonly next: string
}

export interface LessonSource {
  readonly lines: readonly Line[]
  readonly statements: readonly StatementEnd[]
  readonly questions: readonly Question[]
  readonly steps: number
}

const FOR_TEACHER = /^teacher:\s*/

/** The slides of a scenario with notes and questions that has been run. */
export function slidesOf(source: LessonSource): readonly Slide[] {
  const slides: Slide[] = []
  let step = 0
  let line = 1
  let ran: Ran[] = []
  let teacher: string[] = []
  let open: Question[] = []
  /** Answers that the next note explains. */
  let unexplained: number[] = []

  const common = (): Common => {
    const now = { step, line, ran, teacher }
    ran = []
    teacher = []
    return now
  }
  const takeNote = (text: string): void => {
    if (unexplained.length === 0) slides.push({ kind: 'note', ...common(), text })
    for (const at of unexplained) slides[at] = { ...(slides[at] as AnswerSlide), text }
    unexplained = []
  }
  const takeOperation = (end: StatementEnd): void => {
    const did = { line, text: end.text, outcome: end.outcome, value: end.value }
    step = end.last
    unexplained = []
    if (open.length === 0) ran.push(did)
    for (const question of open) {
      if (unexplained.length > 0)
        slides.push({ kind: 'question', ...common(), step: end.first, question })
      unexplained.push(slides.length)
      slides.push({ kind: 'answer', ...common(), question, text: '', ran: [did] })
    }
    open = []
  }
  for (const one of source.lines) {
    line = one.line
    if (one.kind === 'note' && FOR_TEACHER.test(one.text)) {
      teacher.push(one.text.replace(FOR_TEACHER, ''))
    } else if (one.kind === 'note') takeNote(one.text)
    else if (one.kind === 'ask') {
      const question = source.questions.find((q) => q.line === one.line)
      if (question === undefined) continue
      if (open.length === 0) slides.push({ kind: 'question', ...common(), question })
      open.push(question)
    } else if (one.kind === 'operation') {
      const end = source.statements.find((statement) => statement.line === one.line)
      if (end !== undefined) takeOperation(end)
    }
  }
  step = source.steps
  slides.push({ kind: 'end', ...common() })
  return slides
}
