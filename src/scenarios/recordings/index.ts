/** A few recordings of real kernels, word for word, with their scenarios: the model is held against them on the page. */

import fourSteps from './anon-cow-four-steps@6.12.107.jsonl?raw'
import fourStepsText from './anon-cow-four-steps.uffd?raw'
import narrows from './register-narrows-mapping@7.2.13.jsonl?raw'
import narrowsText from './register-narrows-mapping.uffd?raw'
import noTable from './shmem-wp-none-pmd-missing@6.1.192.jsonl?raw'
import noTableText from './shmem-wp-none-pmd-missing.uffd?raw'

export interface Recorded {
  /** As its file is called. */
  readonly name: string
  readonly title: string
  /** The real kernel. */
  readonly kernel: string
  /** The scenario; its `kernel` line names the model that it is held against. */
  readonly text: string
  readonly jsonl: string
}

function recorded(name: string, kernel: string, text: string, jsonl: string): Recorded {
  const title = /^title (.+)$/m.exec(text)?.[1] ?? name
  return { name: `${name}@${kernel}.jsonl`, title, kernel, text, jsonl }
}

export const RECORDED: readonly Recorded[] = [
  recorded('register-narrows-mapping', '7.2.13', narrowsText, narrows),
  recorded('shmem-wp-none-pmd-missing', '6.1.192', noTableText, noTable),
  recorded('anon-cow-four-steps', '6.12.107', fourStepsText, fourSteps),
]
