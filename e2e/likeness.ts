/**
 * Compares a screenshot with the one that is kept, on squares of 8 × 8 pixels: each square's mean colour against that of
 * the same square, or of one one pixel aside, whichever is nearest. What browsers draw differently (edges of
 * letters, a line half a pixel lower) stays below the tolerance; a card that has moved by a square does not.
 *
 * The pictures are decoded and compared by the browser itself, on a page of its own: no package is needed for it.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { BrowserContext, Page, TestInfo } from '@playwright/test'

export interface Likeness {
  /** Squares that differ, as (x, y) in squares; `all` of them if the sizes differ. */
  readonly squares: readonly (readonly [x: number, y: number])[]
  readonly all: number
  /** The picture with the squares that differ marked, as base64. */
  readonly marked: string
}

/** Of 255, in one of the three colours. Other hinting of letters stays below 12. */
const TOLERANCE = 14
/** Squares that may differ. A frame's card that moves by a square changes ten or more. */
export const MOST_SQUARES = 2
/** Kept with some loss, which the tolerance covers many times: a tenth of a PNG. */
const QUALITY = 0.75

/** @param pictures base64 */
export async function compare(
  context: BrowserContext,
  pictures: { readonly kept: string; readonly now: string },
): Promise<Likeness> {
  const page = await context.newPage()
  try {
    return await page.evaluate(compareHere, { ...pictures, tolerance: TOLERANCE })
  } finally {
    await page.close()
  }
}

/** Runs in the browser: it must not use anything from outside. */
async function compareHere({
  kept,
  now,
  tolerance,
}: {
  readonly kept: string
  readonly now: string
  readonly tolerance: number
}): Promise<Likeness> {
  const SQUARE = 8
  const ASIDE = 1

  async function decode(base64: string) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('no canvas')
    context.drawImage(bitmap, 0, 0)
    return { canvas, context, data: context.getImageData(0, 0, canvas.width, canvas.height) }
  }

  /** Sums of all pixels above and to the left, one plane a colour. */
  function sumsOf({ data, width, height }: ImageData) {
    return [0, 1, 2].map((colour) => {
      const sums = new Float64Array((width + 1) * (height + 1))
      for (let y = 0; y < height; y++) {
        let line = 0
        for (let x = 0; x < width; x++) {
          line += data[(y * width + x) * 4 + colour] as number
          const at = (y + 1) * (width + 1) + x + 1
          sums[at] = (sums[at - width - 1] as number) + line
        }
      }
      return sums
    })
  }

  const before = await decode(kept)
  const after = await decode(now)
  const { width, height } = after.data
  const across = Math.floor(width / SQUARE)
  const down = Math.floor(height / SQUARE)
  const squares: [number, number][] = []
  const isOtherSize = before.data.width !== width || before.data.height !== height
  if (isOtherSize) squares.push([0, 0])
  else {
    const [a, b] = [sumsOf(before.data), sumsOf(after.data)]
    const mean = (sums: Float64Array, x: number, y: number): number => {
      const [top, bottom] = [y * (width + 1), (y + SQUARE) * (width + 1)]
      const all =
        (sums[bottom + x + SQUARE] as number) -
        (sums[bottom + x] as number) -
        (sums[top + x + SQUARE] as number) +
        (sums[top + x] as number)
      return all / (SQUARE * SQUARE)
    }
    /** Of the square at (x, y), against the kept one aside by (dx, dy). */
    const differs = (x: number, y: number, dx: number, dy: number): boolean => {
      const [fromX, fromY] = [x + dx, y + dy]
      if (fromX < 0 || fromY < 0 || fromX + SQUARE > width || fromY + SQUARE > height) return true
      return [0, 1, 2].some((colour) => {
        const [was, is] = [a[colour], b[colour]] as [Float64Array, Float64Array]
        return Math.abs(mean(is, x, y) - mean(was, fromX, fromY)) > tolerance
      })
    }
    const isAlike = (x: number, y: number): boolean => {
      for (let dy = -ASIDE; dy <= ASIDE; dy++) {
        for (let dx = -ASIDE; dx <= ASIDE; dx++) if (!differs(x, y, dx, dy)) return true
      }
      return false
    }
    for (let j = 0; j < down; j++) {
      for (let i = 0; i < across; i++) {
        const [x, y] = [i * SQUARE, j * SQUARE]
        if (differs(x, y, 0, 0) && !isAlike(x, y)) squares.push([i, j])
      }
    }
  }
  after.context.strokeStyle = '#d00'
  after.context.lineWidth = 2
  for (const [i, j] of squares) after.context.strokeRect(i * SQUARE, j * SQUARE, SQUARE, SQUARE)
  return {
    squares,
    all: isOtherSize ? across * down : squares.length,
    marked: after.canvas.toDataURL('image/png').split(',')[1] ?? '',
  }
}

/** A picture of what is seen, at rest: one pixel a CSS pixel, no caret, every animation at its end. */
export async function picture(page: Page): Promise<string> {
  await page.evaluate(() => document.fonts.ready)
  let before = ''
  // Twice the same: what was still on its way has come.
  for (let tries = 0; tries < 10; tries++) {
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
    const now = png.toString('base64')
    if (now === before) break
    before = now
  }
  return before
}

/**
 * How many squares of what is seen are not as they are kept under that name. With `--update-snapshots` the picture is
 * kept anew; where none is kept the test fails unless it is.
 */
export async function differencesFrom(page: Page, name: string, info: TestInfo): Promise<number> {
  const file = path.join(import.meta.dirname, 'pictures', `${name}.webp`)
  const now = await picture(page)
  const { updateSnapshots } = info.config
  if (updateSnapshots === 'all' || updateSnapshots === 'changed') {
    await keep(page, file, now, updateSnapshots === 'changed')
    return 0
  }
  const kept = fs.readFileSync(file).toString('base64')
  const { all, marked } = await compare(page.context(), { kept, now })
  if (all > MOST_SQUARES) {
    for (const [title, body] of Object.entries({ now, kept, marked })) {
      const contentType = title === 'kept' ? 'image/webp' : 'image/png'
      await info.attach(`${name}-${title}`, { body: Buffer.from(body, 'base64'), contentType })
    }
  }
  return all
}

/** A picture that is alike stays as it is, so that the history holds no second copy of it. */
async function keep(page: Page, file: string, now: string, ifDifferent: boolean): Promise<void> {
  if (ifDifferent && fs.existsSync(file)) {
    const kept = fs.readFileSync(file).toString('base64')
    if ((await compare(page.context(), { kept, now })).all === 0) return
  }
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, Buffer.from(await smaller(page.context(), now), 'base64'))
}

/** The same picture as WebP. */
async function smaller(context: BrowserContext, png: string): Promise<string> {
  const page = await context.newPage()
  try {
    return await page.evaluate(
      async ({ base64, quality }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes]))
        const canvas = document.createElement('canvas')
        canvas.width = bitmap.width
        canvas.height = bitmap.height
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
        return canvas.toDataURL('image/webp', quality).split(',')[1] ?? ''
      },
      { base64: png, quality: QUALITY },
    )
  } finally {
    await page.close()
  }
}
