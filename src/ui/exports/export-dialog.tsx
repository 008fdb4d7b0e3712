/** What can be taken away, each as a file that is made in this page. */
import { useState } from 'react'
import { cText, fileStem, recorderText, recordsText, save } from '../../store/export.ts'
import { isSingleFile, singleFile } from '../../store/single-file.ts'
import { app } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'
import { Icon } from '../shared/icons.tsx'
import { stagePng, stageSvg } from './picture.ts'
import { traceNow } from './texts.ts'
import './export.css'

interface Offer {
  readonly name: string
  readonly ending: string
  /** Instead of a name made from the scenario's title. */
  readonly file?: string
  readonly says: string
  readonly make: () => Promise<string | Blob | null>
  /** Why it cannot be had here. */
  readonly refusal?: string
}

const PICTURES: readonly Offer[] = [
  {
    name: 'SVG',
    ending: 'svg',
    says: 'The stage as it is now, with its fonts. Carries the scenario: dropped here, it opens this moment.',
    make: stageSvg,
  },
  { name: 'PNG', ending: 'png', says: 'The same at twice the size of the screen.', make: stagePng },
]

const TEXTS: readonly Offer[] = [
  {
    name: 'Scenario',
    ending: 'uffd',
    says: 'The text, to keep, to mail, to run on a real kernel.',
    make: async () => app.getState().doc.text,
  },
  {
    name: 'Trace',
    ending: 'txt',
    says: 'Every step with its actor and function, in 72 columns.',
    make: async () => traceNow(),
  },
  {
    name: 'State records',
    ending: 'jsonl',
    says: 'JSON Lines: all entries after each statement, as a recording of a real kernel has them.',
    make: recordsText,
  },
]

const PROGRAMS: readonly Offer[] = [
  {
    name: 'C program',
    ending: 'c',
    says: 'Runs the scenario on a real Linux and prints the same records. Drop its output here.',
    make: cText,
  },
  {
    name: 'Recorder',
    ending: 'c',
    file: 'ptescope-record.c',
    says: 'Prints the page tables of any running process, as root with their frames. Drop its output here: the Map shows it.',
    make: recorderText,
  },
  {
    name: 'One HTML file',
    ending: 'html',
    says: 'This page with this moment inside, for a room without network. Opens from a disk.',
    make: async () => new Blob([await singleFile()], { type: 'text/html' }),
    ...(isSingleFile() ? { refusal: 'This page is that file: save it with Ctrl+S.' } : {}),
  },
]

export function ExportDialog() {
  const [problem, setProblem] = useState<string | null>(null)
  const groups = [
    ['Picture of the stage', PICTURES],
    ['Text', TEXTS],
    ['To run elsewhere', PROGRAMS],
  ] as const
  return (
    <Dialog title="Export" note="made here, nothing is uploaded" onClose={closeDialog}>
      <div className="dialog-body exports">
        {groups.map(([title, offers]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <ul>
              {offers.map((offer) => (
                <Row key={offer.name} offer={offer} onProblem={setProblem} />
              ))}
            </ul>
          </section>
        ))}
        <p className="exports-problem" role="status">
          {problem}
        </p>
      </div>
    </Dialog>
  )
}

interface RowProps {
  readonly offer: Offer
  readonly onProblem: (problem: string | null) => void
}

function Row({ offer, onProblem }: RowProps) {
  const { name, ending, says, make, refusal } = offer
  const [isBusy, setBusy] = useState(false)
  const file = offer.file ?? `${fileStem()}.${ending}`

  async function saveIt(): Promise<void> {
    setBusy(true)
    onProblem(null)
    try {
      const content = await make()
      if (content === null) onProblem(`${name}: there is nothing on the stage yet.`)
      else save(file, content)
    } catch (error) {
      onProblem(`${name} could not be made: ${error instanceof Error ? error.message : error}.`)
    } finally {
      setBusy(false)
    }
  }

  return (
    <li>
      <p>
        <strong>{name}</strong> <code>{file}</code>
        <br />
        <span>{refusal ?? says}</span>
      </p>
      <button
        type="button"
        className="button"
        aria-label={`Save ${name}`}
        aria-disabled={refusal !== undefined || isBusy}
        onClick={() => {
          if (refusal === undefined && !isBusy) void saveIt()
        }}
      >
        <Icon name="download" />
        {isBusy ? 'Making…' : 'Save'}
      </button>
    </li>
  )
}
