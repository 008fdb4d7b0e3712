/** One measured figure, and how it is printed. */

export interface Figure {
  readonly name: string
  /** What is measured, in a few words. */
  readonly what: string
  /** Median of ours, in `unit`. */
  readonly value: number
  readonly unit: string
  /** The reference's median in the same unit, where there is one. */
  readonly reference: number | null
  readonly referenceName: string
  /** value / reference, or the value itself where the goal is absolute; null where it could not be measured. */
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean | null
}

/** A figure judged by its ratio to a reference; not judged where the reference is missing. */
export function ratioFigure(
  name: string,
  what: string,
  unit: string,
  value: number,
  reference: { readonly name: string; readonly value: number | null },
  most: number,
): Figure {
  const ratio = reference.value === null ? null : value / reference.value
  return {
    name,
    what,
    value: round(value),
    unit,
    reference: reference.value === null ? null : round(reference.value),
    referenceName: reference.name,
    ratio: ratio === null ? null : round(ratio),
    goal: `≤ ${most} ×`,
    met: ratio === null ? null : ratio <= most,
  }
}

/** A figure judged by itself: at most, or at least, so much. */
export function plainFigure(
  name: string,
  what: string,
  unit: string,
  value: number,
  goal: { readonly most: number } | { readonly least: number },
): Figure {
  const isMost = 'most' in goal
  const bound = isMost ? goal.most : goal.least
  return {
    name,
    what,
    value: round(value),
    unit,
    reference: null,
    referenceName: '',
    ratio: null,
    goal: `${isMost ? '≤' : '≥'} ${bound.toLocaleString('en')} ${unit}`,
    met: isMost ? value <= bound : value >= bound,
  }
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

/** All figures as a Markdown table. */
export function asTable(figures: readonly Figure[]): string {
  const head =
    '| name | what | ours | reference | ratio | goal | |\n| --- | --- | --: | --: | --: | --- | --- |\n'
  return head + figures.map(row).join('')
}

function row(f: Figure): string {
  const reference =
    f.reference === null ? '' : `${f.reference.toLocaleString('en')} (${f.referenceName})`
  const verdict = f.met === null ? 'not measured' : f.met ? 'met' : 'missed'
  const ours = `${f.value.toLocaleString('en')} ${f.unit}`
  return `| \`${f.name}\` | ${f.what} | ${ours} | ${reference} | ${f.ratio ?? ''} | ${f.goal} | ${verdict} |\n`
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
