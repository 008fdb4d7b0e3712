/** A question that is no bit: what kind of entry it will be, or how the statement will end. One button an answer. */
import type { EntryState } from '../../scene/decode-entry.ts'
import type { Choice } from '../../scene/lesson-words.ts'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'

const KIND_STATES: Readonly<Record<string, EntryState>> = {
  none: 'none',
  present: 'read-only',
  marker: 'marker',
  swap: 'swap',
}

interface ChoicesProps {
  readonly name: string
  readonly choices: readonly Choice[]
  readonly chosen: string | undefined
  readonly onChoose: (value: string) => void
}

export function Choices({ name, choices, chosen, onChoose }: ChoicesProps) {
  return (
    <fieldset className="choices">
      <legend>{name}</legend>
      <div className="choices-row">
        {choices.map(({ value, title, says }) => (
          <button
            key={value}
            type="button"
            className="choice"
            aria-pressed={chosen === value}
            onClick={() => onChoose(value)}
          >
            <Face value={value} />
            <strong>{title}</strong>
            <span>{says}</span>
          </button>
        ))}
      </div>
    </fieldset>
  )
}

export function Face({ value }: { readonly value: string }) {
  const state = KIND_STATES[value]
  if (state !== undefined) return <Swatch state={state} />
  if (value === 'blocked') return <span className="pattern-blocked choice-hatch" />
  return <Icon name={value === 'ok' ? 'check' : 'close'} size={20} />
}
