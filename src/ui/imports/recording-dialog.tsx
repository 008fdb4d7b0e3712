/** The run against a recording of a real kernel, statement by statement. */
import type { Judgement } from '../../sim/judge.ts'
import { judgeNow } from '../../store/recording-view.ts'
import { app, useApp } from '../../store/store.ts'
import { seek } from '../../store/time.ts'
import { closeDialog, showView } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'

const WORDS = { agrees: 'agrees', differs: 'differs', unseen: 'not observable' } as const
const SIGNS = { agrees: '✓', differs: '≠', unseen: '–' } as const

export function RecordingDialog() {
  const recording = useApp((state) => state.view.recording)
  const run = useApp((state) => state.run.run)
  if (recording === null) return null
  const { name, judgements } = recording
  const count = (verdict: Judgement['verdict']) =>
    judgements.filter((one) => one.verdict === verdict).length
  return (
    <Dialog title="Model against recording" note={name} onClose={closeDialog}>
      <div className="dialog-body">
        <p className="recording-counts">
          <strong>{count('agrees')}</strong> agree <strong>{count('differs')}</strong> differ{' '}
          <strong>{count('unseen')}</strong> not observable, on Linux {run?.kernel}
          <button type="button" className="button" onClick={() => void judgeNow()}>
            Compare again
          </button>
        </p>
        <ol className="recording-list">
          {judgements.map((one) => (
            <Line key={one.line} judgement={one} />
          ))}
        </ol>
      </div>
    </Dialog>
  )
}

function Line({ judgement: { line, verdict, difference } }: { judgement: Judgement }) {
  const text = useApp(
    (state) => state.run.run?.statements.find((one) => one.line === line)?.text ?? '',
  )
  function go(): void {
    const { run } = app.getState().run
    const statement = run?.statements.find((one) => one.line === line)
    if (statement === undefined) return
    closeDialog()
    showView('stage')
    seek(statement.last)
  }
  return (
    <li>
      <button type="button" className={`recording-line recording-${verdict}`} onClick={go}>
        <span aria-hidden="true">{SIGNS[verdict]}</span>
        <span className="mono">{line}</span>
        <code>{text}</code>
        <span>{WORDS[verdict]}</span>
      </button>
      {difference === null ? null : (
        <p>
          <code>{difference.at}</code> is <code>{shortened(difference.a)}</code> in the model,{' '}
          <code>{shortened(difference.b)}</code> in the recording
        </p>
      )}
    </li>
  )
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`
}
