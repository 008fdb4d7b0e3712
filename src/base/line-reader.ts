/**
 * Splits text that comes in parts into its lines, within limits: a file may be larger than memory, a line may not. An
 * empty line is none.
 */

export interface LineLimits {
  /** Characters of one line. */
  readonly line: number
  /** Lines that are not empty. */
  readonly lines: number
}

/** Which limit was passed, at which line of the file. */
export interface TooMuch {
  readonly what: 'line' | 'lines'
  readonly limit: number
  readonly at: number
}

export class LineReader {
  private readonly limits: LineLimits
  private rest = ''
  private number = 0
  private count = 0
  /** Set once a limit was passed: from then on nothing is read. */
  excess: TooMuch | null = null

  constructor(limits: LineLimits) {
    this.limits = limits
  }

  /** Hands the whole lines of what has come so far to `take`, each with its number from 1. */
  feed(part: string, take: (line: string, at: number) => void): void {
    if (this.excess !== null) return
    let from = 0
    for (;;) {
      const end = part.indexOf('\n', from)
      if (end < 0) break
      const line = this.rest + part.slice(from, end)
      this.rest = ''
      from = end + 1
      if (!this.deliver(line, take)) return
    }
    this.rest += part.slice(from)
    if (this.rest.length > this.limits.line) this.refuse('line', this.limits.line, this.number + 1)
  }

  /** The last line may have no end. */
  end(take: (line: string, at: number) => void): void {
    const line = this.rest
    this.rest = ''
    if (this.excess === null && line !== '') this.deliver(line, take)
  }

  private deliver(line: string, take: (line: string, at: number) => void): boolean {
    this.number++
    if (line.trim() === '') return true
    if (line.length > this.limits.line) return this.refuse('line', this.limits.line, this.number)
    this.count++
    if (this.count > this.limits.lines) return this.refuse('lines', this.limits.lines, this.number)
    take(line, this.number)
    return true
  }

  private refuse(what: TooMuch['what'], limit: number, at: number): false {
    this.excess = { what, limit, at }
    this.rest = ''
    return false
  }
}
