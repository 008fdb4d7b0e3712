/** Why the present step happened, in one line: where the inspector is not beside the stage. */
import { fileNow, functionNow } from '../../store/now.ts'
import { useApp } from '../../store/store.ts'
import { toggleDrawer } from '../../store/view.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { FunctionName } from '../shared/term.tsx'
import { useLayout } from '../shared/use-media.ts'

export function WhyLine() {
  const why = useApp((state) => state.seen.view?.why ?? '')
  const next = useApp((state) => state.seen.view?.next ?? '')
  const fn = useApp(functionNow)
  const file = useApp(fileNow)
  const isPhone = useLayout() === 'phone'
  return (
    <div className="why-line">
      <p>
        <strong>Why</strong> {why || 'Nothing has happened yet.'}
        {isPhone || next === '' ? null : (
          <>
            {' '}
            <strong>Next</strong> {next}
          </>
        )}
      </p>
      {isPhone ? (
        <IconButton
          name="Open the inspector"
          icon="chevronUp"
          act={() => toggleDrawer('inspector')}
        />
      ) : (
        <p className="why-line-source">
          <FunctionName fn={fn} />
          <span>{file}</span>
        </p>
      )}
    </div>
  )
}
