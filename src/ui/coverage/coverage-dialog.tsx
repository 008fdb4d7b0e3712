/** What is modelled, what of it is checked on which kernel, and what is not modelled, with the reason. */
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import { AGREEMENT, RECORDED_SCENARIOS } from '../../scenarios/oracle/agreement.ts'
import type {
  Coverage,
  CoveredBehaviour,
  CoveredFile,
  CoveredSite,
} from '../../sim/coverage/coverage.ts'
import { coverage } from '../../store/coverage.ts'
import { closeDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'
import { Icon } from '../shared/icons.tsx'
import './coverage.css'

const SECTIONS = ['Not modelled', 'Statements', 'Behaviours', 'Functions'] as const
type Section = (typeof SECTIONS)[number]

export function CoverageDialog() {
  const [found, setFound] = useState<Coverage | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    coverage().then(setFound, (error: unknown) => setProblem(String(error)))
  }, [])
  return (
    <Dialog
      title="What is modelled"
      note="counted by the tests, not by hand"
      className="coverage"
      onClose={closeDialog}
    >
      <div className="dialog-body coverage-body">
        <Agreements />
        {found === null ? <p role="status">{problem || 'Counting.'}</p> : <Found found={found} />}
      </div>
    </Dialog>
  )
}

/** The recorded kernels, and how many of their records are printed here word for word. */
function Agreements() {
  return (
    <section aria-label="Checked against Linux" className="coverage-kernels">
      <p>
        <strong>Checked against Linux</strong>
        <span>{RECORDED_SCENARIOS} recorded scenarios, state after every statement</span>
      </p>
      <ul>
        {AGREEMENT.map(({ kernel, agree, records, sees }) => (
          <li key={kernel}>
            <Icon name="check" />
            <code>{kernel}</code>
            <span>
              <code>
                {countText(agree)} of {countText(records)}
              </code>
              , {sees === 'raw' ? 'raw entries' : 'pagemap only'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Found({ found }: { readonly found: Coverage }) {
  const body = useRef<HTMLDivElement>(null)
  const goTo = (section: Section): void => {
    const heading = body.current?.querySelector<HTMLElement>(`[data-section="${section}"]`)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }
  const { counts, kernels } = found
  return (
    <div ref={body}>
      <p className="coverage-says">
        {kernels.length} kernels, {kernels[0]} to {kernels.at(-1)}. Of the steps that a run can
        show, {counts.checked} were taken by some recording of a real kernel, {counts.source} are
        told from the source alone, and {counts.simplified} are simplified: their effect is there,
        not their way.
      </p>
      <nav aria-label="Parts" className="coverage-parts">
        {SECTIONS.map((section) => (
          <button key={section} type="button" className="button" onClick={() => goTo(section)}>
            {section}
          </button>
        ))}
      </nav>
      <Part title="Not modelled" note="and why, or what happens instead">
        <NotModelledList found={found} />
      </Part>
      <Part title="Statements" note="and how often the recordings use them">
        <ul className="coverage-forms">
          {found.statements.map(({ form, recorded }) => (
            <li key={form}>
              <code>{form}</code>{' '}
              <span>{recorded === 0 ? 'not recorded' : countText(recorded)}</span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Behaviours" note="what kernels differ in, and which recorded kernels have it">
        <ul className="coverage-rows">
          {found.behaviours.map((one) => (
            <BehaviourRow key={one.id} behaviour={one} />
          ))}
        </ul>
      </Part>
      <Part title="Functions" note="by kernel file, with the kernels whose recordings came by">
        {found.files.map((file) => (
          <FileList key={file.file} file={file} recorded={found.recorded} />
        ))}
      </Part>
    </div>
  )
}

interface PartProps {
  readonly title: Section
  readonly note: string
  readonly children: ReactNode
}

function Part({ title, note, children }: PartProps) {
  return (
    <section aria-label={title} className="coverage-part">
      <h3 data-section={title} tabIndex={-1}>
        {title} <span>{note}</span>
      </h3>
      {children}
    </section>
  )
}

const KIND = {
  absent: 'absent',
  simplified: 'simplified',
  unverified: 'not verified',
} as const

function NotModelledList({ found }: { readonly found: Coverage }) {
  return (
    <ul className="coverage-rows">
      {found.notModelled.map(({ what, kind, reason }) => (
        <li key={what}>
          <strong>{what}</strong>
          <span className="coverage-tag">{KIND[kind]}</span>
          <p>{reason}</p>
        </li>
      ))}
    </ul>
  )
}

function BehaviourRow({ behaviour }: { readonly behaviour: CoveredBehaviour }) {
  const { id, isPatch, since, rule, recordedWith, recordedWithout } = behaviour
  const bothWays = recordedWith.length > 0 && recordedWithout.length > 0
  const of = recordedWith.length + recordedWithout.length
  return (
    <li>
      <code>{id}</code>
      <span className="coverage-tag">
        {isPatch ? 'patch, ' : ''}
        {since},{' '}
        {bothWays
          ? `both ways, ${recordedWith.length} of ${of}`
          : `${recordedWith.length} of ${of}`}
      </span>
      <p>{rule}</p>
    </li>
  )
}

interface FileProps {
  readonly file: CoveredFile
  readonly recorded: readonly string[]
}

function FileList({ file, recorded }: FileProps) {
  return (
    <section className="coverage-file" aria-label={file.file}>
      <h4>{file.file}</h4>
      <ul>
        {file.sites.map((site, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <li key={i}>
            <code>{site.fn}()</code>
            <span>{site.title === site.fn ? '' : site.title}</span>
            <span>{site.releases}</span>
            <span>{checkedText(site, recorded)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function checkedText({ trust, checkedOn }: CoveredSite, recorded: readonly string[]): string {
  if (trust === 'simplified') return 'simplified'
  if (trust === 'source') return 'from source'
  return checkedOn.length === recorded.length
    ? 'checked on all'
    : `checked on ${checkedOn.join(', ')}`
}
