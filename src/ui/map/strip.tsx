/** All 512 entries of the page table at hand as one line, with the window of the lens on it. */
import { useLayoutEffect, useRef, useState } from 'react'
import { CELL_OUTSIDE } from '../../scene/map-cells.ts'
import type { LensWindow } from '../../scene/map-plan.ts'
import { clampPage, isShown } from '../../scene/map-plan.ts'
import { lookAt } from '../../store/map.ts'
import { useInks } from './inks.ts'
import { colour, newImage, prepare } from './paint.ts'
import type { MapModel } from './use-map.ts'

interface StripProps {
  readonly model: MapModel
  readonly window: LensWindow
  readonly vpn: number
  readonly width: number
}

const HEIGHT = 16

export function Strip({ model, window, vpn, width }: StripProps) {
  const { plan, cells } = model
  const canvas = useRef<HTMLCanvasElement>(null)
  const [kept] = useState(newImage)
  const inks = useInks()
  const first = vpn - (vpn % 512)
  useLayoutEffect(() => {
    const context = canvas.current && prepare(canvas.current, width, HEIGHT)
    if (context === null) return
    const row = new Uint8Array(512).fill(CELL_OUTSIDE)
    for (let i = 0; i < 512; i++) {
      if (isShown(plan, first + i)) row[i] = cells[first + i - plan.origin] ?? CELL_OUTSIDE
    }
    context.imageSmoothingEnabled = false
    const image = colour(kept, { cells: row, columns: 512, rows: 1 }, inks)
    context.drawImage(image, 0, 0, width, HEIGHT)
  }, [kept, plan, cells, inks, first, width])
  return (
    <section
      className="map-strip-part"
      aria-label={`PMD ${Math.floor(vpn / 512) % 512}, all 512 entries`}
    >
      <header className="map-head">
        <h2>{`PMD ${Math.floor(vpn / 512) % 512}, all 512 entries`}</h2>
      </header>
      <div className="map-strip" style={{ width }}>
        <canvas
          ref={canvas}
          style={{ width, height: HEIGHT }}
          onPointerDown={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            const entry = Math.floor((512 * (event.clientX - box.left)) / box.width)
            lookAt(plan.mm.id, clampPage(plan, first + Math.max(0, Math.min(511, entry))))
          }}
        />
        <span
          className="map-strip-window"
          style={{ left: (window.entry * width) / 512, width: (window.entries * width) / 512 }}
        />
      </div>
    </section>
  )
}
