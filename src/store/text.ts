/** Edits of a scenario's text that buttons make: its `kernel` line, a statement at the end. Pure. */

export interface KernelLine {
  /** Null where the text leaves it to the newest profile. */
  readonly version: string | null
  readonly patches: readonly { readonly id: string; readonly present: boolean }[]
}

const KERNEL = /^[ \t]*kernel(?=[ \t]|$)([^#]*)(#.*)?$/

function kernelIndex(lines: readonly string[]): number {
  return lines.findIndex((line) => KERNEL.test(line))
}

/** What the text says of its kernel. */
export function kernelOf(text: string): KernelLine {
  const line = text.split('\n').find((one) => KERNEL.test(one))
  const words = (KERNEL.exec(line ?? '')?.[1] ?? '').split(/[ \t\r]+/).filter((word) => word !== '')
  const patches = words
    .filter((word) => /^[+-]./.test(word))
    .map((word) => ({ id: word.slice(1), present: word.startsWith('+') }))
  return { version: words.find((word) => !/^[+-]/.test(word)) ?? null, patches }
}

/** The text with another `kernel` line; one is put after the title if there was none. */
export function withKernel(text: string, kernel: KernelLine): string {
  const words = ['kernel', kernel.version ?? '', ...kernel.patches.map(patchWord)]
  const statement = words.filter((word) => word !== '').join(' ')
  const lines = text.split('\n')
  const at = kernelIndex(lines)
  if (at >= 0) {
    const comment = KERNEL.exec(lines[at] ?? '')?.[2]
    lines[at] = comment === undefined ? statement : `${statement}  ${comment}`
    return lines.join('\n')
  }
  lines.splice(headerEnd(lines), 0, statement)
  return lines.join('\n')
}

function patchWord({ id, present }: KernelLine['patches'][number]): string {
  return `${present ? '+' : '-'}${id}`
}

/** Behind the last of `scenario` and `title`. */
function headerEnd(lines: readonly string[]): number {
  return lines.findLastIndex((line) => /^[ \t]*(scenario|title)(?=[ \t]|$)/.test(line)) + 1
}

/** The kernel line with one patch put on or taken away; `natural`: what the profile has without being told. */
export function togglePatch(
  kernel: KernelLine,
  id: string,
  present: boolean,
  natural: boolean,
): KernelLine {
  const others = kernel.patches.filter((patch) => patch.id !== id)
  return {
    version: kernel.version,
    patches: present === natural ? others : [...others, { id, present }],
  }
}

/** The text up to `line` (all of it if null), with one more statement. */
export function withStatement(text: string, line: number | null, statement: string): string {
  const lines = text.split('\n')
  const kept = (line === null ? lines : lines.slice(0, line)).join('\n').trimEnd()
  return `${kept === '' ? '' : `${kept}\n`}${statement}\n`
}

/** The title that a text gives itself. */
export function titleOf(text: string): string {
  return /^[ \t]*title[ \t]+(.+)$/m.exec(text)?.[1]?.trim() ?? ''
}
