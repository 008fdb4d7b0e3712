/** Writes SVG as text: attributes and content are escaped in one place. */
import { escapeXml } from '../../store/picture.ts'

export type Attributes = Readonly<Record<string, string | number | null>>

/** Two decimals are finer than any screen. */
function written(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value)
}

/** An element; attributes that are null are left out. */
export function tag(name: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes)
    .filter((pair): pair is [string, string | number] => pair[1] !== null)
    .map(([key, value]) => ` ${key}="${written(value)}"`)
    .join('')
  return content === '' ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`
}

/** What is drawn, and the definitions that it refers to. */
export class Sheet {
  readonly left: number
  readonly top: number
  private readonly definitions = new Map<string, string>()

  /** @param left of the picture in the window, as `top` */
  constructor(left: number, top: number) {
    this.left = left
    this.top = top
  }

  /** Keeps a definition once, and gives the reference to it. @param make is given the id */
  define(key: string, make: (id: string) => string): string {
    const known = this.definitions.get(key)
    const id = `p${known === undefined ? this.definitions.size : [...this.definitions.keys()].indexOf(key)}`
    if (known === undefined) this.definitions.set(key, make(id))
    return `url(#${id})`
  }

  get defs(): string {
    return [...this.definitions.values()].join('')
  }
}
