/** What a link says of the map: how far it is zoomed, and which range is brushed. Which page, the selection says. */
import { map, setBrush, WHOLE, wishZoom } from './map.ts'

/** Parts of the map's width and height, in thousandths: windows have different sizes. */
const THOUSAND = 1000

/** `12.5_333_80` is a zoom (factor, right and down), `1.A.6.7` a brushed range; both, one after the other. */
export function mapText(): string | null {
  const { zoom, room, brush } = map.getState()
  const part = (place: number, whole: number): number =>
    Math.round((-THOUSAND * place) / (whole * zoom.k))
  const zoomed =
    zoom.k === 1 || room === null
      ? ''
      : [zoom.k.toFixed(2), part(zoom.x, room.width), part(zoom.y, room.height)].join('_')
  const brushed = brush === null ? '' : [brush.mm, brush.region, brush.from, brush.to].join('.')
  const both = [zoomed, brushed].filter((one) => one !== '').join('~')
  return both === '' ? null : both
}

export function takeMap(value: string | null): void {
  const parts = (value ?? '').split('~', 2)
  const zoom = parts.map((one) => /^(\d{1,5}\.\d\d)_(\d{1,4})_(\d{1,4})$/.exec(one)).find(Boolean)
  const brush = parts
    .map((one) => /^(\d{1,4})\.(\w{1,32})\.(\d{1,8})\.(\d{1,8})$/.exec(one))
    .find(Boolean)
  const [, k, x, y] = zoom ?? []
  wishZoom(
    k === undefined
      ? WHOLE
      : { k: Math.max(1, Number(k)), x: Number(x) / THOUSAND, y: Number(y) / THOUSAND },
  )
  const [, mm, region = '', from, to] = brush ?? []
  setBrush(
    mm === undefined || Number(from) > Number(to)
      ? null
      : { mm: Number(mm), region, from: Number(from), to: Number(to) },
  )
}
