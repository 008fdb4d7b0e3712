/**
 * Recordings that the simulator does not agree with, and why. A test fails for one that is not listed, and for one that
 * is listed and does agree.
 */
export interface Exception {
  readonly kernel: string
  readonly scenario: string
  readonly reason: string
}

export const EXCEPTIONS: readonly Exception[] = []
