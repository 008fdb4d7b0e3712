/** The virtual address as one strip, each field over the column that it indexes, with dotted arrows down to them. */
import { memo } from 'react'
import type { FieldBox, Scene } from '../../scene/scene.ts'
import { rounded } from '../../scene/shapes.ts'
import type { Title } from '../../scene/story.ts'

export const StageTitle = memo(function StageTitle({ title }: { readonly title: Title }) {
  return (
    <div className="stage-title">
      <h2>
        {title.text} <span className="mono">{title.address}</span>
      </h2>
      <p className="stage-title-side">bits 63–48 repeat bit 47 (0)</p>
    </div>
  )
})

const Field = memo(function Field({ box }: { readonly box: FieldBox }) {
  const { field, x, w } = box
  return (
    <div className={w < 112 ? 'field is-narrow' : 'field'} style={{ left: x - 14, width: w }}>
      <dt>
        <b>{field.name}</b>
        {w < 90 ? null : <span className="mono field-bits">{field.bits}</span>}
      </dt>
      <dd>
        {w < 96 ? null : <span className="mono field-digits">{field.digits}</span>}
        <b className="mono field-index">{field.index ?? ''}</b>
      </dd>
    </div>
  )
})

export const AddressBar = memo(function AddressBar({
  address,
}: {
  readonly address: Scene['address']
}) {
  const { box, fields } = address
  return (
    <dl
      className="address"
      aria-label="Fields of the address"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      {fields.map((one) => (
        <Field key={one.field.name} box={one} />
      ))}
    </dl>
  )
})

/** The dotted arrows; a layer of their own over the bands. */
export const AddressArrows = memo(function AddressArrows({
  address,
  offset,
  width,
  height,
}: {
  readonly address: Scene['address']
  readonly offset: Scene['offset']
  readonly width: number
  readonly height: number
}) {
  const top = address.box.y + address.box.h
  const end = offset.at(-1)
  return (
    <svg className="layer arrows" width={width} height={height} aria-hidden="true">
      {address.fields.map(({ field, arrow }) =>
        arrow === null ? null : (
          <g key={field.name}>
            <path className="dotted" d={`M${arrow.x},${top}V${arrow.y - 2}`} />
            <path className="dotted-head" d={`M${arrow.x - 5},${arrow.y - 6}l5,6l5,-6`} />
          </g>
        ),
      )}
      {end === undefined ? null : (
        <>
          <path className="dotted" d={rounded(offset, 6)} />
          <path className="dotted-head" d={`M${end[0] + 6},${end[1] - 5}l-6,5l6,5`} />
        </>
      )}
    </svg>
  )
})
