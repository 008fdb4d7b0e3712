/** Where the model is known to differ from a real kernel: each with its reason, counted and printed, not failed. */
import type { Verdict } from './check.ts'

interface Known {
  readonly reason: string
  readonly explains: (text: string, statement: string) => boolean
}

const isHuge = (text: string) => /\badvise \S+ (hugepage|collapse)\b/.test(text)

const KNOWN: readonly Known[] = [
  {
    reason:
      'reclaim, cold and free split a huge page itself, and its zero-filled parts become the zero page',
    explains: (text, at) =>
      isHuge(text) && /\badvise \S+ (pageout|cold|free)\b/.test(`${text}${at}`),
  },
  {
    reason: 'MADV_COLLAPSE of shared memory and of ranges without a whole huge page',
    explains: (text) => /\badvise \S+ collapse\b/.test(text),
  },
  {
    reason: 'MADV_DONTNEED of whole page tables frees them, so that a later fault may be huge',
    explains: (text) => isHuge(text) && /\badvise \S+ dontneed\b/.test(text),
  },
]

/** Why the model may differ here, or null: then it must not. */
export function knownReason({ text, disagreement }: Verdict): string | null {
  if (disagreement === null) return null
  const before = text.split('\n').slice(0, disagreement.line).join('\n')
  return KNOWN.find(({ explains }) => explains(before, disagreement.text))?.reason ?? null
}
