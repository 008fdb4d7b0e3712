/** The stage as a file: SVG that carries its scenario, or PNG. */
import { hashOf } from '../../store/link.ts'
import { escapeXml, pictureMetadata } from '../../store/picture.ts'
import { app } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { drawingOf } from './dom-to-svg.ts'

/** A PNG has this many pixels for each of the page's. */
const SCALE = 2

/** What is shown now as an SVG file; null where nothing is. */
export async function stageSvg(): Promise<string | null> {
  const root = document.querySelector<HTMLElement>('main .stage-view') ?? mainOf()
  if (root === null) return null
  const { width, height, content } = unzoomed(root, drawingOf)
  const { text } = app.getState().doc
  const link = (await hashOf(app.getState(), { step: true, check: true })) ?? ''
  const fonts = await fontsIn(content)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escapeXml(titleOf(text) || 'ptescope')}</title>
<desc>${escapeXml(app.getState().seen.view?.why ?? '')}</desc>
<metadata>${pictureMetadata({ text, link })}</metadata>
${fonts === '' ? '' : `<style>${fonts}</style>\n`}${content}
</svg>
`
}

/** Does something with the stage as it is without the zoom of a wide screen: computed sizes do not know of it. */
function unzoomed<T>(root: HTMLElement, look: (root: HTMLElement) => T): T {
  const canvas = root.querySelector<HTMLElement>('.stage-canvas')
  const zoom = canvas?.style.zoom ?? ''
  if (canvas === null || zoom === '') return look(root)
  const { width } = canvas.style
  Object.assign(canvas.style, { zoom: '', width: `${root.clientWidth / Number(zoom)}px` })
  try {
    return look(canvas)
  } finally {
    Object.assign(canvas.style, { zoom, width })
  }
}

function mainOf(): HTMLElement | null {
  return document.querySelector('main')
}

/** The same as pixels. @throws where the browser cannot draw it */
export async function stagePng(): Promise<Blob | null> {
  const svg = await stageSvg()
  if (svg === null) return null
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * SCALE
    canvas.height = image.naturalHeight * SCALE
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** The fonts that the drawing names, each inside the file. */
async function fontsIn(content: string): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  const wanted = rules.filter((rule): rule is CSSFontFaceRule => {
    if (!(rule instanceof CSSFontFaceRule)) return false
    const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '')
    return uses(content, family, rule.style.getPropertyValue('font-weight') || '400')
  })
  const faces = await Promise.all(wanted.map(faceOf))
  return faces.join('')
}

/** Is there a text in this family and weight? 400 is the weight of a text that names none. */
function uses(content: string, family: string, weight: string): boolean {
  return content
    .split('<text ')
    .slice(1)
    .some((text) => {
      const head = text.slice(0, text.indexOf('>'))
      const bold = /font-weight="(\d+)"/.exec(head)?.[1] ?? '400'
      return bold === weight && /font-family="'?([^',"]+)/.exec(head)?.[1] === family
    })
}

async function faceOf(rule: CSSFontFaceRule): Promise<string> {
  const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1] ?? ''
  const family = rule.style.getPropertyValue('font-family').replaceAll('"', "'")
  const weight = rule.style.getPropertyValue('font-weight') || '400'
  try {
    const data = source.startsWith('data:') ? source : await dataOf(source, rule)
    return `@font-face{font-family:${family};font-weight:${weight};src:url(${data}) format('woff2')}`
  } catch {
    // Without its font a text still takes the room that it has here.
    return ''
  }
}

async function dataOf(source: string, rule: CSSFontFaceRule): Promise<string> {
  const answer = await fetch(new URL(source, rule.parentStyleSheet?.href ?? location.href))
  const bytes = new Uint8Array(await answer.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:font/woff2;base64,${btoa(text)}`
}
