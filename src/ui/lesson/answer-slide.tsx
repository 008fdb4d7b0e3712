/** The answer: what the kernel did beside what was said, why, and what the other would have led to. */
import { useEffect, useMemo } from 'react'
import { asksBits, bitCells } from '../../scene/lesson-bits.ts'
import type { Claim } from '../../scene/lesson-words.ts'
import {
  claimable,
  endWords,
  fact,
  headlineOf,
  isRight,
  KIND_CHOICES,
  opposite,
  outcomeChoices,
  supposition,
  trueValue,
  wrongOnes,
} from '../../scene/lesson-words.ts'
import type { Parting, Question } from '../../sim/lesson.ts'
import type { PagesNow } from '../../sim/page-facts.ts'
import type { WhatIf } from '../../store/lesson.ts'
import { runWhatIf, useLesson } from '../../store/lesson.ts'
import type { AnswerSlide } from '../../store/lesson-slides.ts'
import { Icon } from '../shared/icons.tsx'
import { AnswerBits } from './bit-table.tsx'
import { Face } from './choices.tsx'
import { InlineText } from './inline.tsx'
import type { PagesMoment } from './live-picture.tsx'
import { changedValues, onlyPage } from './live-picture.tsx'
import { Picture } from './picture.tsx'
import { RanList } from './ran.tsx'

const NOTHING: Claim = {}

interface AnswerProps {
  readonly slide: AnswerSlide
  readonly moment: PagesMoment
}

export function AnswerView({ slide, moment }: AnswerProps) {
  const { question } = slide
  const claimed = useLesson((state) => state.claims[question.line] ?? NOTHING)
  const whatIf = useLesson((state) => state.whatIfs[question.line])
  const cells = useMemo(() => bitCells(question, claimed), [question, claimed])
  const own = useMemo(() => onlyPage(moment, question.page), [moment, question])
  const headline = headlineOf(question, claimed)

  // A wrong answer is followed to its end without being asked.
  useEffect(() => {
    const wrong = claimable(question, claimed)
    if (Object.keys(wrong).length > 0) void runWhatIf(question, wrong)
  }, [question, claimed])

  return (
    <div className="answer">
      <h1
        className={`answer-head${headline.length > 44 ? ' answer-head-long' : ''}`}
        data-slide-text
      >
        {headline}
      </h1>
      <p className="answer-why">
        {slide.text === '' ? <code>{question.operation}</code> : <InlineText text={slide.text} />}
      </p>
      <WordAnswers question={question} claimed={claimed} />
      {asksBits(question) ? <AnswerBits cells={cells} /> : null}
      {whatIf === undefined ? (
        <AsItIs slide={slide} claimed={claimed} moment={own} />
      ) : (
        <Consequences question={question} whatIf={whatIf} moment={own} />
      )}
    </div>
  )
}

/** Answers that are words: what was said and what is so, side by side. */
function WordAnswers({
  question,
  claimed,
}: {
  readonly question: Question
  readonly claimed: Claim
}) {
  const words = question.answers.filter(({ asked }) => asked === 'KIND' || asked === 'OUTCOME')
  if (words.length === 0) return null
  return (
    <ul className="words">
      {words.map((answer) => {
        const choices = answer.asked === 'KIND' ? KIND_CHOICES : outcomeChoices(question.operation)
        const said = claimed[answer.asked]
        const right = isRight(answer, claimed)
        const title = (value: string) => choices.find((one) => one.value === value)?.title ?? value
        return (
          <li key={answer.asked} className="words-pair">
            <span className="words-label">
              {answer.asked === 'KIND' ? 'the entry' : 'the statement'}
            </span>
            <span
              className={`words-said words-${said === undefined ? 'open' : right ? 'right' : 'wrong'}`}
            >
              <small>you said</small>
              {said === undefined ? '?' : title(said)}
              {said === undefined ? null : (
                <span className="lb-verdict">
                  <Icon name={right ? 'check' : 'close'} size={13} />
                  <span className="quiet">{right ? 'right' : 'wrong'}</span>
                </span>
              )}
            </span>
            <span className="words-did">
              <small>the kernel did</small>
              <span className="words-face">
                <Face value={trueValue(answer)} />
                {title(trueValue(answer))}
                {answer.asked === 'OUTCOME' && trueValue(answer) !== answer.after
                  ? ` (${answer.after})`
                  : ''}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Where nothing has to be supposed: the pages as they are, and the other case for the curious. */
function AsItIs({ slide, claimed, moment }: AnswerProps & { readonly claimed: Claim }) {
  const { question } = slide
  const { now, fresh } = moment
  const other = opposite(question)
  const canSuppose = wrongOnes(question, claimed).length === 0 && Object.keys(other).length > 0
  return (
    <section
      className={`panel panel-alone${asksBits(question) ? '' : ' panel-large'}`}
      aria-label="As it is"
    >
      <RanList ran={slide.ran} />
      {now === null || now.pages.length === 0 ? null : (
        <Picture now={now} fresh={fresh} size={asksBits(question) ? 'normal' : 'large'} />
      )}
      {canSuppose ? (
        <button
          type="button"
          className="button lesson-button"
          onClick={() => void runWhatIf(question, other)}
        >
          <Icon name="fork" />
          {supposition(other)}?
        </button>
      ) : null}
    </section>
  )
}

interface ConsequencesProps {
  readonly question: Question
  readonly whatIf: WhatIf
  readonly moment: PagesMoment
}

function Consequences({ question, whatIf, moment: { now } }: ConsequencesProps) {
  const { claimed, found } = whatIf
  if (found === null) return <p className="panel-wait">Running the scenario on the other entry…</p>
  if (found.parts === null) {
    return (
      <div className="panels">
        <section className="panel panel-supposed" aria-label={supposition(claimed)}>
          <h2>{supposition(claimed)}</h2>
          <p className="panel-says">
            Nothing later in this lesson would show it: every statement ends the same. That is how a
            wrong bit hides.
          </p>
        </section>
        <section className="panel panel-real" aria-label={fact(question, claimed)}>
          <h2>{fact(question, claimed)}</h2>
          {now === null ? null : <Picture now={now} />}
        </section>
      </div>
    )
  }
  return (
    <div className="panels">
      <Panel isReal={false} title={supposition(claimed)} parts={found.parts} before={now} />
      <Panel isReal title={fact(question, claimed)} parts={found.parts} before={now} />
    </div>
  )
}

interface PanelProps {
  readonly isReal: boolean
  readonly title: string
  readonly parts: Parting
  readonly before: PagesNow | null
}

function Panel({ isReal, title, parts, before }: PanelProps) {
  const { really, claimed, reallyThen, claimedThen, text } = parts
  const { head, says } = isReal
    ? endWords(parts, really, claimed, reallyThen)
    : endWords(parts, claimed, really, claimedThen)
  const then = isReal ? reallyThen : claimedThen
  const fresh = useMemo(() => changedValues(before, then), [before, then])
  return (
    <section className={`panel ${isReal ? 'panel-real' : 'panel-supposed'}`} aria-label={title}>
      <h2>
        {title}
        <span>
          after <code>{text}</code>
        </span>
      </h2>
      <Picture now={then} fresh={fresh} look={isReal ? 'real' : 'supposed'} />
      <p className="panel-says">
        <Icon name={isReal ? 'check' : 'close'} size={18} />
        <span>
          <strong>
            <InlineText text={head} />
          </strong>{' '}
          {says}
        </span>
      </p>
    </section>
  )
}
