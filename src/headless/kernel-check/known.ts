/** Where the model is known to differ from a real kernel: each with its reason, counted and printed, not failed. */
import type { Verdict } from './check.ts'

interface Known {
  readonly reason: string
  /** @param text up to the statement that differs */
  readonly explains: (text: string) => boolean
}

const isHuge = (text: string) => /\badvise \S+ (hugepage|collapse)\b/.test(text)

const KNOWN: readonly Known[] = [
  {
    reason:
      'pageout of a whole huge page: a swap device takes it whole, a swap file only in parts; of a file it stays',
    explains: (text) => isHuge(text) && /\badvise \S+ pageout\b/.test(text),
  },
  {
    reason: 'MADV_COLLAPSE of shared memory',
    explains: (text) => /\badvise \S+ collapse\b/.test(text),
  },
  {
    reason: 'a huge page that hold keeps from being split',
    explains: (text) => isHuge(text) && /\bhold\b/.test(text),
  },
  {
    reason: 'VM_ACCOUNT, which keeps areas apart that were once writable and once not',
    explains: (text) => /\bro\b/.test(text) && /\bprotect \S+ rw\b/.test(text),
  },
]

/** Why the model may differ here, or null: then it must not. */
export function knownReason({ text, disagreement }: Verdict): string | null {
  if (disagreement === null) return null
  const before = text.split('\n').slice(0, disagreement.line).join('\n')
  return KNOWN.find(({ explains }) => explains(before))?.reason ?? null
}
