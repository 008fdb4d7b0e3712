/** A square button that shows an icon and bears its name for those who do not see it. */
import type { IconName } from './icons.tsx'
import { Icon } from './icons.tsx'

interface IconButtonProps {
  readonly name: string
  readonly icon: IconName
  readonly act: () => void
  /** With an edge of its own; most stand in a bar that has one. */
  readonly isFramed?: boolean
  /** At an end a button stays focusable: who holds a key down must not lose the place. */
  readonly disabled?: boolean
  /** For a button that stays down. */
  readonly pressed?: boolean
  /** Edge of the icon in pixels. */
  readonly size?: number
  readonly title?: string
  readonly className?: string
}

export function IconButton(props: IconButtonProps) {
  const { name, icon, act, isFramed = false, disabled, pressed, size, title, className } = props
  const classes = ['button', isFramed ? '' : 'button-plain', 'button-square', className ?? '']
  return (
    <button
      type="button"
      className={classes.filter((one) => one !== '').join(' ')}
      aria-label={name}
      aria-disabled={disabled}
      aria-pressed={pressed}
      title={title}
      onClick={act}
    >
      <Icon name={icon} {...(size === undefined ? {} : { size })} />
    </button>
  )
}
