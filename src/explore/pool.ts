/** One exploration on several workers. Knows no worker: whoever has some hands in how to submit a part to one. */
import { mergeParts } from './merge.ts'
import type { ExploreResult } from './result.ts'

export interface PartJob {
  readonly index: number
  readonly of: number
}

/** Gives each of `parts` workers its part and joins what they find; a string says what is wrong with the parts. */
export async function exploreInParts(
  parts: number,
  submit: (job: PartJob) => Promise<ExploreResult>,
): Promise<ExploreResult | string> {
  const jobs = Array.from({ length: parts }, (_, i) => ({ index: i + 1, of: parts }))
  return mergeParts(await Promise.all(jobs.map(submit)))
}
