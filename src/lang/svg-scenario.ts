/**
 * The scenario inside an exported picture: `<ptescope:scenario>` in the SVG's metadata, with the link that opens the very
 * moment that is drawn. Read by searching, never by parsing markup: nothing of a foreign file becomes an element here.
 */
import { LIMITS } from './limits.ts'

export interface PictureSource {
  readonly text: string
  /** The fragment of the moment, `#1,…`; empty where there is none. */
  readonly link: string
}

/** A name for programs; it is the address of nothing. */
const NAMESPACE = 'urn:ptescope:scenario:1'
/** No SVG that this page writes is nearly as large. */
export const MOST_SVG = 32 * 2 ** 20

/** The element to put into `<metadata>`. */
export function pictureMetadata({ text, link }: PictureSource): string {
  const open = `<ptescope:scenario xmlns:ptescope="${NAMESPACE}" link="${escapeXml(link)}">`
  return `${open}${escapeXml(text)}</ptescope:scenario>`
}

/** What an SVG file was made from; null where it does not say so, or says more than a scenario may be. */
export function readPicture(svg: string): PictureSource | null {
  if (svg.length > MOST_SVG) return null
  const named = svg.indexOf(NAMESPACE)
  const start = svg.lastIndexOf('<', named)
  // An attribute may hold a `>`; the writers that matter escape it.
  const end = svg.indexOf('>', named)
  if (named < 0 || start < 0 || end < 0 || end - start > 4 * LIMITS.textBytes) return null
  const tag = svg.slice(start, end)
  const name = /^<([\w.-]{1,40}(?::[\w.-]{1,40})?)\s/.exec(tag)?.[1]
  const close = name === undefined ? -1 : svg.indexOf(`</${name}>`, end)
  if (name === undefined || !name.endsWith('scenario') || close < 0) return null
  // Each character can be written with at most ten.
  if (close - end > 10 * LIMITS.textBytes) return null
  const link = /\slink=(?:"([^"]*)"|'([^']*)')/.exec(tag)
  const text = plainText(svg.slice(end + 1, close))
  return { text, link: unescapeXml(link?.[1] ?? link?.[2] ?? '') }
}

/** The text of an element: other programs may have put it into a CDATA section. */
function plainText(inside: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(inside)
  return (cdata?.[1] ?? unescapeXml(inside)).replaceAll('\r\n', '\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** As it stands in text and in attributes of XML; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML cannot hold.
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll(/[&<>"]/g, (one) => {
        const name = Object.keys(ENTITIES).find((key) => ENTITIES[key] === one)
        return `&${name};`
      })
  )
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
