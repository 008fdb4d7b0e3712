/**
 * Inputs as a stranger would make them, for the readers of this layer: whole ones that are damaged, and noise that looks
 * whole. Number N of a target is always the same input.
 */

/** A generator of 32-bit numbers, good enough to choose by (mulberry32). */
export type Choose = (below: number) => number

export function chooser(seed: number): Choose {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Pieces that readers give a meaning to, of every target; and some that they do not expect. */
const PIECES = [
  ...['scenario 1\n', 'title ', 'kernel v6.1 +x -y\n', 'cpus 8\n', 'map A anon 4\n', 'A[0..3]'],
  ...['map B file F shared pages 1048576\n', 'write A[0] = 18446744073709551615\n', ' || ', ': '],
  ...['fork C\n', 'uffd wp-async\n', 'register A wp\n', 'wp A\n', 'unwp A dontwake\n', 'poll\n'],
  ...[
    '#1,',
    '#2,',
    '#999999999,',
    '&t=1',
    '&s=1.2.3',
    '&__proto__=1',
    '%',
    '%00',
    '%2C',
    'K8jPyeECAA',
  ],
  ...[
    '{"line":1,',
    '"text":"poll",',
    '"mm":[',
    '"ptes":[',
    '{"i":',
    '1e999',
    '-0',
    '"\\ud800"',
    '}]',
    ']',
  ],
  ...[
    '"__proto__":{"x":1},',
    'null',
    '{"actors":',
    '"woken":[],',
    '\n',
    '\r\n',
    '\u0000',
    '\ufeff',
  ],
  ...[
    '<svg>',
    '<ptescope:scenario xmlns:ptescope="urn:ptescope:scenario:1" link="#1,">',
    '<![CDATA[',
  ],
  ...[
    ']]>',
    '</ptescope:scenario>',
    '&#x10ffff;',
    '&#99999999;',
    '&amp;',
    '&lt;script&gt;',
    '<!--',
  ],
  ...[
    '"start":"0x7f0000000000","pages":34359738368,',
    '"n":1000000000,',
    '"text":"recorded",',
    '"part":{"index":1,"of":1024,"states":""},',
    '"outcomes":[',
    'cpu0 main   cpu1 T\n',
    '> > ',
    'T: write A[0] = 1\n',
  ],
  ...['é', '😀', '\ud83d', '\udc00', '\u202e', '9'.repeat(400), '['.repeat(300), ' '.repeat(200)],
]

/** One input: noise, pieces in any order, or `whole` with a few damages. */
export function hostileInput(choose: Choose, whole: string): string {
  const kind = choose(4)
  if (kind === 0) return noise(choose, 1 + choose(200))
  if (kind === 1) return pieces(choose, 1 + choose(40))
  let text = whole
  for (let damages = choose(6); damages >= 0; damages--) text = damaged(choose, text)
  return text
}

function noise(choose: Choose, length: number): string {
  const top = [128, 256, 0x10000][choose(3)] ?? 128
  let text = ''
  for (let i = 0; i < length; i++) text += String.fromCharCode(choose(top))
  return text
}

function pieces(choose: Choose, count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += PIECES[choose(PIECES.length)] ?? ''
  return text
}

function damaged(choose: Choose, text: string): string {
  const at = choose(text.length + 1)
  const to = Math.min(text.length, at + choose(20))
  switch (choose(6)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(0, at) + text.slice(to)
    case 2:
      return text.slice(0, at) + noise(choose, 1 + choose(4)) + text.slice(to)
    case 3:
      return text.slice(0, at) + (PIECES[choose(PIECES.length)] ?? '') + text.slice(at)
    case 4:
      // The same again, many times: what is quadratic shows.
      return text.slice(0, at) + text.slice(at, to).repeat(1 + choose(300)) + text.slice(to)
    default:
      return text.slice(at) + text.slice(0, at)
  }
}
