/** What the command line says about itself: one entry a command, as short and as a whole. */

interface Usage {
  readonly call: string
  readonly says: string
  /** Further lines of the command's own help: options and examples. */
  readonly more: readonly string[]
}

export const USAGES: ReadonlyMap<string, Usage> = new Map([
  [
    'run',
    {
      call: 'run FILE… [--kernel NAME] [--out DIR] [--calls] [--schedule TEXT]',
      says: 'run scenarios; state records as JSON Lines',
      more: [
        '--kernel NAME     the kernel to run on, whatever the scenario says: v6.1, 6.12.107, "v5.19 -persist-on-zap"',
        '--out DIR         write one .jsonl a scenario into DIR instead of to stdout',
        '--calls           add to each record the kernel functions that were entered',
        '--schedule TEXT   who goes on at each preemption point of the last || line: "monitor×3 main×5 T"',
      ],
    },
  ],
  [
    'compare',
    {
      call: 'compare FILE --a SIDE --b SIDE [--json]',
      says: 'where two sides part, and why; a SIDE is a kernel ("v5.19 -persist-on-zap") or a .jsonl recording',
      more: [
        '--json            everything, as one JSON value',
        'The exit status is 0 if both agree, 1 if they diverge, 2 for a mistake in the call or the files.',
      ],
    },
  ],
  [
    'coverage',
    {
      call: 'coverage [--json]',
      says: 'what is modelled, what is checked on which kernel, what is not modelled',
      more: [],
    },
  ],
  [
    'explore',
    {
      call: 'explore FILE [--kernel NAME] [--json]',
      says: 'every interleaving of a || line (explore --help for more)',
      more: [
        '--line L          the line to explore, where several have ||; the last one otherwise',
        '--jobs N          on N processes of this machine',
        '--shard I/N       part I of N, as JSON; explore --merge FILE… makes one result of all parts',
        '--text            the worst schedule as a table of 72 columns',
        '--states N, --seconds N, --preemptions N   bounds; each is named in the result where it was met',
        '--no-reduction    try every order, also of steps that touch nothing in common',
        'The exit status is 1 if some schedule violates an invariant, 2 for a mistake in the call or the file.',
      ],
    },
  ],
  [
    'export-c',
    {
      call: 'export-c FILE [--out FILE]',
      says: 'the scenario as a C program for a real kernel',
      more: ['Build it with cc -O2 -pthread, run it as root; it prints the same records.'],
    },
  ],
  [
    'recorder',
    {
      call: 'recorder [--out FILE]',
      says: 'a C program that prints the page tables of any running process',
      more: [],
    },
  ],
])

/** The help of one command, or of all of them; ends with a newline. */
export function usageText(name?: string): string {
  const usage = name === undefined ? undefined : USAGES.get(name)
  if (usage !== undefined) {
    const more = usage.more.map((line) => `  ${line}\n`).join('')
    return `usage: ptescope ${usage.call}\n\n  ${usage.says}\n${more === '' ? '' : `\n${more}`}`
  }
  const all = [...USAGES.values()].map(({ call, says }) => `  ${call}\n      ${says}\n`)
  return `usage: ptescope COMMAND …\n\n${all.join('')}`
}
