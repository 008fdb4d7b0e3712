/** What an entry's change is, in the few words that stand on its row. */
import type { Pte } from '../machine/entry.ts'
import type { Level } from '../machine/units.ts'
import type { EntryInfo } from './decode-entry.ts'
import { decodeEntry, STATE_WORDS } from './decode-entry.ts'
import { pfnText } from './text.ts'

/** What stands under a changed row, and which of its four letters changed. */
export interface ChangeText {
  /** `U 1 → 0`, `none → table`. */
  readonly what: string
  /** `W still 0`: what one might have expected and did not come. */
  readonly still: string
  readonly letters: readonly boolean[]
  readonly frame: boolean
}

const LETTER_NAMES = ['W', 'U', 'A', 'D'] as const
const NO_LETTERS = [false, false, false, false] as const

function stateWord(info: EntryInfo): string {
  if (info.state === 'marker') return info.uffdWp ? 'uffd-wp kept' : 'marker'
  if (info.state === 'table') return 'table'
  if (info.state === 'swap') return 'swap'
  if (info.zero) return 'zero page'
  if (info.state === 'no-access') return STATE_WORDS[info.state]
  if (info.letters !== null && info.pfn !== null) return pfnText(info.pfn)
  return STATE_WORDS[info.state]
}

function letterChange(before: EntryInfo, after: EntryInfo): ChangeText {
  const was = before.letters ?? []
  const now = after.letters ?? []
  const letters = LETTER_NAMES.map((_, i) => was[i] !== now[i])
  const parts: string[] = []
  LETTER_NAMES.forEach((name, i) => {
    if (!letters[i]) return
    const bit = (letter: string | undefined): string => (letter === '·' ? '0' : '1')
    const kept = name === 'D' && (was[i] === 'd' || now[i] === 'd')
    parts.push(
      kept
        ? `${dirtyName(was[i])} → ${dirtyName(now[i])}`
        : `${name} ${bit(was[i])} → ${bit(now[i])}`,
    )
  })
  const still = stillText(letters, now)
  return { what: parts.join(', '), still: parts.length > 1 ? '' : still, letters, frame: false }
}

function dirtyName(letter: string | undefined): string {
  return letter === '·' ? 'clear' : (letter ?? 'clear')
}

/** U and W go together in people's minds: when one of them changes, the other that stayed is worth a word. */
function stillText(letters: readonly boolean[], now: readonly string[]): string {
  if (letters[1] === true && letters[0] === false) return `W still ${now[0] === 'W' ? 1 : 0}`
  if (letters[0] === true && letters[1] === false && now[1] === 'U') return 'U still 1'
  return ''
}

/** Words for what became of an entry. */
export function changeText(before: Pte, after: Pte, level: Level): ChangeText {
  const was = decodeEntry(before, level)
  const now = decodeEntry(after, level)
  const isSamePage = was.letters !== null && now.letters !== null && was.pfn === now.pfn
  if (isSamePage && was.state !== 'no-access' && now.state !== 'no-access') {
    const text = letterChange(was, now)
    return text.what === '' ? { ...text, what: otherBits(was, now) } : text
  }
  const still = was.uffdWp && now.uffdWp ? 'U kept' : ''
  return {
    what: `${stateWord(was)} → ${stateWord(now)}`,
    still,
    letters: lettersOfNew(was, now),
    frame: true,
  }
}

function lettersOfNew(was: EntryInfo, now: EntryInfo): readonly boolean[] {
  if (was.letters === null || now.letters === null) return NO_LETTERS
  return LETTER_NAMES.map((_, i) => was.letters?.[i] !== now.letters?.[i])
}

function otherBits(was: EntryInfo, now: EntryInfo): string {
  if (was.softDirty !== now.softDirty)
    return `SD ${was.softDirty ? 1 : 0} → ${now.softDirty ? 1 : 0}`
  return 'other bits'
}
