/** The rows of a prediction: the twelve low bits of an entry before, as they are claimed, and as they became. */
import type { Asked } from '../lang/ast.ts'
import type { AskedEntry, Question } from '../sim/lesson.ts'
import { decodeEntry } from './decode-entry.ts'
import type { BitName, Claim } from './lesson-words.ts'
import { BIT_NAMES, isRight } from './lesson-words.ts'

export interface BitCell {
  readonly name: BitName
  readonly asked: Asked | null
  /** `0`, `1`; `–` where the entry is of a kind in which the bit means something else. */
  readonly before: string
  /** What the person says: as before where it is not asked, `?` where it has not been answered. */
  readonly claimed: string
  readonly after: string
  /** Null where it is not asked or not answered. */
  readonly isRight: boolean | null
  readonly changed: boolean
}

/** Are bits asked about at all? */
export function asksBits(question: Question): boolean {
  return question.answers.some(({ asked }) => asked !== 'KIND' && asked !== 'OUTCOME')
}

/** A bit of an entry; of a swap entry or a marker, none of the twelve has its usual meaning but P. */
function bitIn(entry: AskedEntry | null, bit: number): string {
  if (entry === null) return '0'
  const { state } = decodeEntry(entry, 1)
  if (bit > 0 && (state === 'marker' || state === 'swap' || state === 'migration')) return '–'
  return ((entry.lo >>> bit) & 1) === 1 ? '1' : '0'
}

export function bitCells(question: Question, claim: Claim): readonly BitCell[] {
  return BIT_NAMES.map((name) => {
    const answer = question.answers.find(({ asked }) => asked === name.asked)
    const asked = answer === undefined ? null : answer.asked
    const raw = bitIn(question.entryBefore, name.bit)
    const before = answer !== undefined && raw !== '–' ? answer.before : raw
    const after = answer?.after ?? bitIn(question.entryAfter, name.bit)
    const claimed = answer === undefined ? before : (claim[answer.asked] ?? '?')
    return {
      name,
      asked,
      before,
      claimed,
      after,
      isRight: answer === undefined || claimed === '?' ? null : isRight(answer, claim),
      changed: before !== after,
    }
  })
}
