/** A recording beside the run: which statements agree with the model, which differ, which it cannot show. */
import type { Judgement } from '../protocol/messages.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { claimText, openText } from './doc.ts'
import { ask } from './engine.ts'
import { tell } from './notices.ts'
import { openRecordedMap } from './recorded-map.ts'
import { isTextOf, textOf } from './recording.ts'
import { app, patch } from './store.ts'
import { openDialog, say, showView } from './view.ts'

/** In the place of a statement, in what the recorder for any process prints. */
const SNAPSHOT = 'recorded'

/** The records, for another judgement after another kernel was chosen; too many for the state. */
let shown: { readonly records: readonly StateRecord[]; readonly name: string } | null = null

/** Judges the model by a recording: of the present scenario, or of the one that the recording tells. */
export async function showRecording(records: readonly StateRecord[], name: string): Promise<void> {
  if (records.every(({ text }) => text === SNAPSHOT)) {
    openRecordedMap(records, name)
    return
  }
  shown = { records, name }
  showView('stage')
  if (app.getState().run.run !== null && isTextOf(app.getState().doc.text, records)) {
    await judgeNow()
    return
  }
  const text = textOf(records, name)
  if (text === null) {
    say(`${name} was not opened: its lines do not make one scenario`)
    return
  }
  openText(
    text,
    () => 0,
    () => void judgeNow(),
  )
  claimText()
}

/** Judges the present run by the recording that was dropped last, if it is of this scenario. */
export async function judgeNow(): Promise<void> {
  if (shown === null) return
  const { records, name } = shown
  const { judgements } = await ask('judge', { records })
  const count = (verdict: Judgement['verdict']): number =>
    judgements.filter((one) => one.verdict === verdict).length
  patch('view', { recording: { name, judgements } })
  const [agrees, differs, unseen] = [count('agrees'), count('differs'), count('unseen')]
  const others = [
    ...(differs > 0 ? [`${differs} differ`] : []),
    ...(unseen > 0 ? [`${unseen} cannot be seen in it`] : []),
  ]
  tell(
    {
      id: 'recording',
      title: `${agrees} of ${judgements.length} statements agree with the recording`,
      text: `${name}${others.length === 0 ? '' : `: ${others.join(', ')}`}.`,
      action: 'Show all',
    },
    () => openDialog('recording'),
  )
}
