/** The lines of a text node where the browser has put them. */
import { fillOf } from './svg-paint.ts'
import type { Sheet } from './svg-writer.ts'
import { tag } from './svg-writer.ts'

interface Line {
  text: string
  left: number
  right: number
  readonly top: number
  readonly height: number
}

let ruler: CanvasRenderingContext2D | null = null

/** How far below the top of a line of text its baseline lies. */
function ascentOf(style: CSSStyleDeclaration, height: number): number {
  ruler ??= document.createElement('canvas').getContext('2d')
  if (ruler === null) return height * 0.8
  ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText('x')
  return (height - up - down) / 2 + up
}

/** A text node as one line for each line that is seen. */
function linesOf(node: Text): Line[] {
  const lines: Line[] = []
  const range = document.createRange()
  for (let at = 0; at < node.data.length; at++) {
    const character = node.data.charAt(at)
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    const [rect] = range.getClientRects()
    if (rect === undefined || rect.width === 0) continue
    const last = lines.at(-1)
    const isSame = last !== undefined && Math.abs(last.top - rect.top) < 1 && rect.left >= last.left
    const seen = /\s/.test(character) ? ' ' : character
    if (isSame) {
      last.text += seen
      last.right = rect.right
    } else if (seen !== ' ') {
      const { left, right, top, height } = rect
      lines.push({ text: seen, left, right, top, height })
    }
  }
  return lines
}

export function textOf(sheet: Sheet, node: Text, style: CSSStyleDeclaration): string {
  if (node.data.trim() === '') return ''
  return linesOf(node)
    .map((line) => {
      const text = line.text.trimEnd()
      if (text === '') return ''
      const isUpper = style.textTransform === 'uppercase'
      return tag(
        'text',
        {
          x: line.left - sheet.left,
          y: line.top - sheet.top + ascentOf(style, line.height),
          'font-family': style.fontFamily.replaceAll('"', "'"),
          'font-size': Number.parseFloat(style.fontSize),
          'font-weight': style.fontWeight === '400' ? null : style.fontWeight,
          'font-style': style.fontStyle === 'normal' ? null : style.fontStyle,
          'letter-spacing': style.letterSpacing === 'normal' ? null : style.letterSpacing,
          ...fillOf(style.color),
          // So that another font, where this one is missing, takes the same room.
          textLength: text === line.text ? line.right - line.left : null,
          lengthAdjust: text === line.text ? 'spacingAndGlyphs' : null,
          'xml:space': 'preserve',
        },
        escaped(isUpper ? text.toUpperCase() : text),
      )
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
