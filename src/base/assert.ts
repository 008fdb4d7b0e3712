/** A failed check here is a fault of this program, never of its user: texts, links and files give values instead. */

/** Throws unless `condition` holds; `message` says what was believed. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}

/** As a failed `assert`, where the message has to be put together: not on every call that goes well. */
export function fail(message: string): never {
  throw new Error(`assertion failed: ${message}`)
}

/** Marks the end of an exhaustive `switch`: a missed case does not compile, and throws should one get here anyway. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}
