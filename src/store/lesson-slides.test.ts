import { describe, expect, test } from 'vitest'
import type { AskLine } from '../lang/ast.ts'
import { LESSONS } from '../scenarios/lessons.ts'
import { questionsOf } from '../sim/lesson.ts'
import { prepare } from '../sim/run-text.ts'
import { lessonPages } from './lesson-pages.ts'
import type { Slide } from './lesson-slides.ts'
import { slidesOf } from './lesson-slides.ts'

function slides(text: string): readonly Slide[] {
  const prepared = prepare(text)
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  const { sim, operations } = prepared
  for (const operation of operations) sim.run(operation)
  const { lines } = prepared.text.scenario
  const asks = lines.filter((line): line is AskLine => line.kind === 'ask')
  const statements = sim.lines.map(({ line, ends, first, last }) => ({
    line: line.line,
    text: line.text,
    actor: ends[0]?.actor ?? 'main',
    outcome: ends[0]?.outcome ?? 'ok',
    value: ends[0]?.value == null ? null : String(ends[0].value),
    message: null,
    ranges: null,
    woken: [],
    first,
    last,
  }))
  return slidesOf({
    lines,
    statements,
    questions: questionsOf(sim, asks, operations),
    steps: sim.steps,
  })
}

function told(text: string): string[] {
  return slides(text).map((slide) => {
    const ran = slide.ran.map((one) => one.text).join(', ')
    const words = slide.kind === 'note' || slide.kind === 'answer' ? ` "${slide.text}"` : ''
    const teacher = slide.teacher.length === 0 ? '' : ` (${slide.teacher.join(' ')})`
    return `${slide.kind}${words}${ran === '' ? '' : ` after ${ran}`}${teacher}`
  })
}

const HEAD = 'map A anon 2\n'

describe('the slides of a lesson', () => {
  test('are its notes, each with what ran before it', () => {
    expect(told(`note One\n${HEAD}note Two\nread A[0]\n`)).toEqual([
      'note "One"',
      'note "Two" after map A anon 2',
      'end after read A[0]',
    ])
  })

  test('ask before the statement and answer after it, and the next note explains', () => {
    const text = `${HEAD}ask A[0] P Is it there?\nread A[0]\nnote It is.\nnote More.\n`
    expect(told(text)).toEqual([
      'question after map A anon 2',
      'answer "It is." after read A[0]',
      'note "More."',
      'end',
    ])
  })

  test('do not let a note explain an answer when something else ran between', () => {
    const text = `${HEAD}ask A[0] P Is it there?\nread A[0]\nread A[1]\nnote Both.\n`
    expect(told(text).slice(1, 3)).toEqual([
      'answer "" after read A[0]',
      'note "Both." after read A[1]',
    ])
  })

  test('ask two questions about one statement one after the other, both before it', () => {
    const all = slides(`${HEAD}ask A[0] P First?\nask A[0] A Second?\nread A[0]\nnote Why.\n`)
    expect(all.map(({ kind }) => kind)).toEqual(['question', 'answer', 'question', 'answer', 'end'])
    expect(all[2]?.step).toBe(all[0]?.step)
    expect(all[3]?.step).toBe(all[1]?.step)
    expect(all[3]).toMatchObject({ text: 'Why.' })
  })

  test('keep a teacher’s note for the slide that follows it', () => {
    const text = `note teacher: Ask first.\nnote One\n${HEAD}read A[0]\nnote teacher: Done.\n`
    expect(told(text)).toEqual([
      'note "One" (Ask first.)',
      'end after map A anon 2, read A[0] (Done.)',
    ])
  })
})

describe.each(LESSONS)('lesson $number', ({ text }) => {
  test('begins with a note, ends with the end, and answers each question at once', () => {
    const kinds = slides(text).map(({ kind }) => kind)
    expect(kinds[0]).toBe('note')
    expect(kinds.at(-1)).toBe('end')
    for (const [at, kind] of kinds.entries()) {
      if (kind === 'question') expect(kinds[at + 1]).toBe('answer')
    }
  })

  test('explains its last answer, and never goes back in time but to ask again', () => {
    const all = slides(text)
    expect(all.findLast((slide) => slide.kind === 'answer')).toMatchObject({
      text: expect.stringMatching(/\w/),
    })
    const steps = all.map(({ step }) => step)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
  })

  test('shows the pages that it asks about', () => {
    const prepared = prepare(text)
    if ('diagnostics' in prepared) throw new Error('a lesson with errors')
    const { scenario } = prepared.text
    const pages = lessonPages(scenario).map(({ name, index }) => `${name}[${index}]`)
    for (const line of scenario.lines) {
      if (line.kind === 'ask') expect(pages).toContain(`${line.page.name}[${line.page.index}]`)
    }
  })
})
