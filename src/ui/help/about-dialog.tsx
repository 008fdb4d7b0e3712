import { isSingleFile } from '../../store/single-file.ts'
import { closeDialog } from '../../store/view.ts'
import { Dialog } from '../shared/dialog.tsx'
import './about.css'

interface Licence {
  readonly name: string
  readonly version: string
  readonly licence: string
}

/** Put in at build time: scripts/site/licences.mjs. */
declare const __LICENCES__: readonly Licence[]

/** What the page is, what it does with your data (nothing), and what it is made of. */
export function AboutDialog() {
  return (
    <Dialog title="About ptescope" note="MIT licence" className="about" onClose={closeDialog}>
      <div className="dialog-body about-body">
        <p>
          A model of the 4-level x86-64 page table and of Linux userfaultfd write-protection. It
          runs in this page alone: nothing is uploaded, nothing is counted, no other host is asked
          for anything, and after the first visit no network is needed.
        </p>
        <h3>Made with</h3>
        <ul className="licences">
          {__LICENCES__.map(({ name, version, licence }) => (
            <li key={name}>
              <code>{name}</code> <span>{version}</span> <span>{licence}</span>
            </li>
          ))}
        </ul>
        {isSingleFile() ? null : (
          <p>
            <a href="./licences.txt" target="_blank" rel="noopener">
              The full texts of the licences
            </a>
          </p>
        )}
      </div>
    </Dialog>
  )
}
