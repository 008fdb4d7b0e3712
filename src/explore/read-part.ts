/** A part of an exploration from a file: whoever made it, nothing of the wrong type or beyond the limits gets through. */
import {
  at,
  ensure,
  readArray,
  readBoolean,
  readCount,
  readObject,
  readOptional,
  readString,
  readWord,
  tryReading,
} from '../sim/compare/reading.ts'
import { readState, readValue } from '../sim/compare/recording.ts'
import type { RecordValue } from '../sim/outcome.ts'
import type { Count, ExploreResult, OutcomeClass, Part } from './result.ts'
import type { Violation } from './violations.ts'
import { VIOLATIONS } from './violations.ts'

const MOST_OUTCOMES = 100_000
const MOST_TURNS = 100_000
const MOST_VALUES = 65_536
const MOST_PARTS = 1024
/** Digests of as many states as one machine can have looked at. */
const MOST_DIGITS = 2 ** 29
const ROW = 34

const LIMITS = ['states', 'milliseconds', 'preemptions', 'stopped'] as const

/** One part, or what is wrong with the text: where, what stands there, and what should. */
export function readPart(text: string): ExploreResult | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'found no JSON, expected the result of a part'
  }
  const read = tryReading(() => ({ part: readResult(json) }))
  if ('part' in read) return read.part
  const place = read.path === '' ? '' : `${read.path}: `
  return `${place}found ${read.found}, expected ${read.expected}`
}

function readResult(json: unknown): ExploreResult {
  const o = readObject(json)
  const many = Number.MAX_SAFE_INTEGER
  return {
    kernel: at('kernel', () => readString(o['kernel'], 400)),
    line: at('line', () => readCount(o['line'], 1, 1_000_000)),
    schedules: at('schedules', () => readNumber(o['schedules'])),
    states: at('states', () => readCount(o['states'], 0, many)),
    transitions: at('transitions', () => readCount(o['transitions'], 0, many)),
    complete: at('complete', () => readBoolean(o['complete'])),
    seconds: at('seconds', () => readSeconds(o['seconds'])),
    outcomes: at('outcomes', () => readArray(o['outcomes'], MOST_OUTCOMES, readOutcome)),
    ...readOptional(o, 'limit', (one) => readOneOf(one, LIMITS)),
    ...readOptional(o, 'part', readPartOf),
  }
}

function readOutcome(json: unknown): OutcomeClass {
  const o = readObject(json)
  return {
    count: at('count', () => readNumber(o['count'])),
    schedule: at('schedule', () => readArray(o['schedule'], MOST_TURNS, readWord)),
    violations: at('violations', () =>
      readArray(o['violations'], VIOLATIONS.length, (one) => readOneOf<Violation>(one, VIOLATIONS)),
    ),
    values: at('values', () => readValues(o['values'])),
    record: at('record', () => readState(o['record'])),
  }
}

/** `main.A[0]`: the names of a process and a region, and a page. */
function readValues(json: unknown): Readonly<Record<string, RecordValue>> {
  const entries = Object.entries(readObject(json))
  ensure(entries.length <= MOST_VALUES, json, `at most ${MOST_VALUES} of them`)
  return Object.fromEntries(
    entries.map(([place, value]) => {
      ensure(/^[\w-]{1,64}(?:\.[\w-]{1,64})?\[\d{1,8}\]$/.test(place), place, 'a page such as A[0]')
      return [place, at(place, () => readValue(value))] as const
    }),
  )
}

function readNumber(json: unknown): Count {
  if (typeof json === 'number') return readCount(json, 0, Number.MAX_SAFE_INTEGER)
  const digits = readString(json, 400)
  ensure(/^\d+$/.test(digits), json, 'a number or its digits')
  return digits
}

function readSeconds(json: unknown): number {
  ensure(typeof json === 'number' && Number.isFinite(json) && json >= 0, json, 'seconds')
  return json as number
}

function readOneOf<T extends string>(json: unknown, all: readonly T[]): T {
  const found = all.find((one) => one === json)
  return found ?? ensure(false, json, all.join(', '))
}

function readPartOf(json: unknown): Part {
  const o = readObject(json)
  const of = at('of', () => readCount(o['of'], 1, MOST_PARTS))
  return {
    of,
    index: at('index', () => readCount(o['index'], 1, of)),
    states: at('states', () => {
      const digits = readString(o['states'], MOST_DIGITS)
      ensure(digits.length % ROW === 0 && /^[0-9a-f]*$/.test(digits), 'digits', 'digests of states')
      return digits
    }),
  }
}
