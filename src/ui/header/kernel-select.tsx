import { chooseKernel } from '../../store/kernel.ts'
import { useApp } from '../../store/store.ts'
import { Icon } from '../shared/icons.tsx'

/** Which kernel runs the scenario; choosing one edits the text's `kernel` line. */
export function KernelSelect() {
  const kernel = useApp((state) => state.run.run?.kernel ?? '')
  const profiles = useApp((state) => state.hello?.profiles)
  const known = profiles ?? []
  const releases = known.filter((profile) => profile.kind === 'release')
  const stable = known.filter((profile) => profile.kind === 'stable')
  return (
    <span className="select">
      <select
        aria-label="Kernel"
        value={kernel}
        onChange={(event) => chooseKernel(event.target.value)}
      >
        {releases.map(({ name }) => (
          <option key={name} value={name}>
            Linux {name}
          </option>
        ))}
        {stable.length === 0 ? null : (
          <optgroup label="Stable, recorded">
            {stable.map(({ name }) => (
              <option key={name} value={name}>
                Linux {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <Icon name="chevronDown" />
    </span>
  )
}
