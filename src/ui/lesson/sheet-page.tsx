/** An exercise sheet: problems to be solved with a pencil, and the key on a page of its own. */
import { useState } from 'react'
import type { Exercise } from '../../sim/exercises.ts'
import type { Sheet } from '../../store/lesson.ts'
import { openOwn } from '../../store/open.ts'
import { Icon } from '../shared/icons.tsx'
import './sheet.css'

export function SheetPage({ sheet }: { readonly sheet: Sheet }) {
  const [hasKey, setKey] = useState(false)
  const { seed, problems } = sheet
  return (
    <main className="sheet-page" aria-label="Exercise sheet">
      <div className="sheet-tools">
        <a className="button" href="#course">
          <Icon name="arrowLeft" />
          Course
        </a>
        <NewSeed key={seed} seed={seed} />
        <label className="sheet-check">
          <input type="checkbox" checked={hasKey} onChange={() => setKey(!hasKey)} />
          With the key
        </label>
        <button type="button" className="button button-primary" onClick={() => print()}>
          Print
        </button>
      </div>
      <article className="sheet">
        <header>
          <h1>Page tables and userfaultfd</h1>
          <p>
            Sheet <code>{seed}</code>, kernel v6.1
          </p>
          <p className="sheet-name">Name</p>
        </header>
        {problems === null ? (
          <p>Making the problems…</p>
        ) : (
          <ol className="sheet-problems">
            {problems.map((problem, at) => (
              <Problem
                key={`${seed} ${problem.text} ${problem.question}`}
                problem={problem}
                number={at + 1}
              />
            ))}
          </ol>
        )}
      </article>
      {hasKey && problems !== null ? <Key seed={seed} problems={problems} /> : null}
    </main>
  )
}

function NewSeed({ seed }: { readonly seed: string }) {
  const [wanted, setWanted] = useState(seed)
  const isFine = /^[A-Za-z0-9_-]{1,24}$/.test(wanted)
  return (
    <form
      className="course-seed sheet-seed"
      onSubmit={(event) => {
        event.preventDefault()
        if (isFine) location.hash = `sheet-${wanted}`
      }}
    >
      <label>
        Seed{' '}
        <input
          value={wanted}
          maxLength={24}
          aria-invalid={!isFine}
          onChange={(event) => setWanted(event.target.value)}
        />
      </label>
      <button type="submit" className="button">
        Make
      </button>
    </form>
  )
}

function Problem({ problem, number }: { readonly problem: Exercise; readonly number: number }) {
  const { lines, question, text } = problem
  return (
    <li className="sheet-problem">
      <h2>
        <span className="sheet-number">{number}</span>
        {question}
      </h2>
      {lines.length === 0 ? null : (
        <ol className="sheet-lines">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
            <li key={at}>
              <span>{at + 1}</span>
              <code>{line}</code>
            </li>
          ))}
        </ol>
      )}
      <p className="sheet-answer">Answer</p>
      <button
        type="button"
        className="button button-plain sheet-open"
        onClick={() => openOwn(text)}
      >
        Run problem {number} on the stage
      </button>
    </li>
  )
}

interface KeyProps {
  readonly seed: string
  readonly problems: readonly Exercise[]
}

function Key({ seed, problems }: KeyProps) {
  return (
    <section className="sheet sheet-key" aria-label="Key">
      <h2>
        Key of sheet <code>{seed}</code>
      </h2>
      <ol>
        {problems.map(({ text, question, answer }, at) => (
          <li key={`${text} ${question}`}>
            <span className="sheet-number">{at + 1}</span> {answer}
          </li>
        ))}
      </ol>
      <p>Every answer was run by the machine of this page.</p>
    </section>
  )
}
