/** A recording as a side of the comparison: read as it is, judged by the worker, never uploaded. */
import type { Recorded } from '../scenarios/recordings/index.ts'
import { chooseSide } from './compare.ts'
import { openText } from './doc.ts'
import { say, showView } from './view.ts'

/** As much as a comparison takes. */
const MOST_BYTES = 64 * 2 ** 20

export async function chooseRecording(which: 'a' | 'b', file: File | undefined): Promise<void> {
  if (file === undefined) return
  if (file.size > MOST_BYTES) {
    say(`${file.name} was not opened: a comparison takes recordings of up to 64 MiB`)
    return
  }
  const jsonl = await file.text()
  chooseSide(which, { is: 'recording', name: file.name, jsonl })
}

/** A recording that ships: its scenario on the model, against what the real kernel printed. */
export function openRecorded({ text, name, jsonl }: Recorded): void {
  const choose = (): void => {
    showView('compare')
    chooseSide('b', { is: 'recording', name, jsonl })
  }
  openText(text, (run) => run.steps, choose)
}
