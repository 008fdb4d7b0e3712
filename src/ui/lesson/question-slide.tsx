/** A prediction: the question, the entry as it is, and room for what the person says. */
import { useMemo } from 'react'
import { splitQuestion } from '../../scene/inline-text.ts'
import { asksBits, bitCells } from '../../scene/lesson-bits.ts'
import type { Claim } from '../../scene/lesson-words.ts'
import { isAccess, KIND_CHOICES, outcomeChoices, verbOf } from '../../scene/lesson-words.ts'
import type { Question } from '../../sim/lesson.ts'
import { claim, useLesson } from '../../store/lesson.ts'
import type { QuestionSlide } from '../../store/lesson-slides.ts'
import { AskBits } from './bit-table.tsx'
import { Choices } from './choices.tsx'
import { InlineText } from './inline.tsx'
import type { PagesMoment } from './live-picture.tsx'
import { onlyPage } from './live-picture.tsx'
import { Picture } from './picture.tsx'
import { JustRan } from './ran.tsx'

const NOTHING: Claim = {}

/** A long question takes smaller letters, so that it stays two or three lines. */
function sizeOf(text: string): string {
  return text.length <= 62 ? 'xl' : text.length <= 110 ? 'l' : 'm'
}

interface QuestionProps {
  readonly slide: QuestionSlide
  readonly moment: PagesMoment
}

export function QuestionView({ slide, moment }: QuestionProps) {
  const { question } = slide
  const claimed = useLesson((state) => state.claims[question.line] ?? NOTHING)
  const cells = useMemo(() => bitCells(question, claimed), [question, claimed])
  const { now, fresh } = useMemo(() => onlyPage(moment, question.page), [moment, question])
  const { lead, asked } = splitQuestion(question.text)
  const has = (one: string) => question.answers.some((answer) => answer.asked === one)
  return (
    <div className={isDense(question) ? 'question question-dense' : 'question'}>
      <h1 className={`question-asked question-${sizeOf(asked)}`} data-slide-text>
        {lead === '' ? null : (
          <span className="question-lead">
            <InlineText text={lead} />{' '}
          </span>
        )}
        <InlineText text={asked} />
      </h1>
      <p className="question-next">
        <JustRan ran={slide.ran} />
        <span>Next:</span> <code>{question.operation}</code>
        <span className="question-hint">{hintOf(asksBits(question))}</span>
      </p>
      {has('KIND') ? (
        <Choices
          name={`The entry of ${question.page} will be`}
          choices={KIND_CHOICES}
          chosen={claimed.KIND}
          onChoose={(value) => claim(question, 'KIND', value)}
        />
      ) : null}
      {has('OUTCOME') ? (
        <Choices
          name={isAccess(question.operation) ? `The ${verbOf(question.operation)} …` : 'The call …'}
          choices={outcomeChoices(question.operation)}
          chosen={claimed.OUTCOME}
          onChoose={(value) => claim(question, 'OUTCOME', value)}
        />
      ) : null}
      {asksBits(question) ? (
        <AskBits cells={cells} onClaim={(one, value) => claim(question, one, value)} />
      ) : null}
      <div className={asksBits(question) ? 'question-live' : 'question-live question-live-large'}>
        {now === null || now.pages.length === 0 ? null : (
          <Picture now={now} fresh={fresh} size={asksBits(question) ? 'normal' : 'large'} />
        )}
      </div>
    </div>
  )
}

/** Asks for words and bits at once. */
function isDense(question: Question): boolean {
  return (
    asksBits(question) &&
    question.answers.some(({ asked }) => asked === 'KIND' || asked === 'OUTCOME')
  )
}

function hintOf(areBits: boolean): string {
  return areBits ? 'Set the dashed bits as you expect them.' : 'Choose what you expect.'
}
