/** Small readers for values from outside: each gives back its value in the right type, or says what stands there. */

/** Where in a value something is wrong, what is there, and what should be. */
export interface Problem {
  /** As one would write it: `mm.0.regions`; empty for the whole. */
  readonly path: string
  readonly found: string
  readonly expected: string
}

/** Thrown by the readers, caught by `tryReading` alone. */
class Unreadable extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.expected)
    this.problem = problem
  }
}

/** The value that `read` gives, or what was wrong. */
export function tryReading<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return error.problem
    throw error
  }
}

/** Adds a step to the path of whatever goes wrong inside. */
export function at<T>(step: string | number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const { path, found, expected } = error.problem
    throw new Unreadable({ path: path === '' ? String(step) : `${step}.${path}`, found, expected })
  }
}

export function ensure(holds: false, value: unknown, expected: string): never
export function ensure(holds: boolean, value: unknown, expected: string): void
export function ensure(holds: boolean, value: unknown, expected: string): void {
  if (!holds) throw new Unreadable({ path: '', found: shown(value), expected })
}

function fail(value: unknown, expected: string): never {
  throw new Unreadable({ path: '', found: shown(value), expected })
}

const LONGEST_SHOWN = 40

/** One line, without anything that a terminal or a page would act upon. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = (JSON.stringify(value) ?? 'nothing').replace(/[^\x20-\x7e]/g, '?')
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

export function readObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(value, 'an object')
  }
  return value as Readonly<Record<string, unknown>>
}

export function readArray<T>(value: unknown, most: number, read: (one: unknown) => T): T[] {
  if (!Array.isArray(value)) return fail(value, 'a list')
  if (value.length > most) fail(value, `at most ${most} of them`)
  return value.map((one: unknown, i) => at(i, () => read(one)))
}

/** An object whose keys are names. */
export function readRecord<T>(
  value: unknown,
  most: number,
  read: (one: unknown) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(readObject(value))
  if (entries.length > most) fail(value, `at most ${most} of them`)
  return Object.fromEntries(
    entries.map(([key, one]) => [readWord(key), at(key.slice(0, 32), () => read(one))] as const),
  )
}

export function readString(value: unknown, longest: number): string {
  if (typeof value !== 'string') return fail(value, 'a text')
  if (value.length > longest) fail(value, `at most ${longest} characters`)
  return value
}

/** A word of the language: a name, an errno, a flag. */
export function readWord(value: unknown): string {
  const word = readString(value, 64)
  if (!/^[A-Za-z_][\w-]*$/.test(word) || word === '__proto__') fail(value, 'a name')
  return word
}

export function readBoolean(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail(value, 'true or false')
}

export function readCount(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) return fail(value, 'a whole number')
  if (value < least || value > most) fail(value, `a number from ${least} to ${most}`)
  return value
}

/** A key that may be missing: an object with it, or an empty one. */
export function readOptional<K extends string, T>(
  object: Readonly<Record<string, unknown>>,
  key: K,
  read: (value: unknown) => T,
): { readonly [P in K]?: T } {
  const value = object[key]
  if (value === undefined) return {}
  return { [key]: at(key, () => read(value)) } as { readonly [P in K]?: T }
}
