/**
 * How far the simulator agrees with the recordings, for the page to say: counts of records, which are the ends of
 * statements. `src/sim/conformance.test.ts` counts them anew and fails where a number here is not what it finds.
 */
export interface Agreement {
  readonly kernel: string
  /** Records of that kernel which the simulator prints word for word. */
  readonly agree: number
  readonly records: number
  /** What its recorder saw of an entry: all its bits, or what `/proc/PID/pagemap` tells. */
  readonly sees: 'raw' | 'pagemap'
}

export const RECORDED_SCENARIOS = 239

export const AGREEMENT: readonly Agreement[] = [
  { kernel: '6.1.192', agree: 5117, records: 5117, sees: 'raw' },
  { kernel: '6.12.107', agree: 5117, records: 5117, sees: 'raw' },
  { kernel: '6.18.44', agree: 5117, records: 5117, sees: 'pagemap' },
  { kernel: '7.2.13', agree: 5117, records: 5117, sees: 'raw' },
]
