/** Random scenarios for property tests, of this layer and of those that run scenarios. Not part of the program. */

import fc from 'fast-check'
import type { Line, Op, PageArg, RangeArg, Scenario, Statement, Verb } from './ast.ts'
import { ACCESS, ADVICE, ASKED, FEATURES, MODES } from './ast.ts'
import { LIMITS } from './limits.ts'
import { printLine } from './print.ts'

const NOWHERE = { line: 0, column: 1, length: 0 }

const anyName = fc
  .tuple(
    fc.constantFrom(...'ABCDFTXYZ_abc'),
    fc.string({ unit: fc.constantFrom(...'ab_09Z'), maxLength: LIMITS.nameLength - 1 }),
  )
  .map(([first, rest]) => first + rest)

const anyIndex = fc.oneof(fc.nat(8), fc.nat(LIMITS.pages - 1))
const anyPages = fc.oneof(fc.nat(8), fc.nat(LIMITS.pages))
const anyValue = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 2n ** 64n - 1n))
const anyAddress = fc.bigInt(0n, 2n ** 35n - 1n).map((page) => page * 4096n)

const anyPage: fc.Arbitrary<PageArg> = fc.record({
  name: anyName,
  index: anyIndex,
  span: fc.constant(NOWHERE),
})

const anyRange: fc.Arbitrary<RangeArg> = fc.oneof(
  anyName.map((name) => ({ name, first: null, last: null, span: NOWHERE })),
  fc.tuple(anyName, anyIndex, anyIndex).map(([name, i, j]) => ({
    name,
    first: Math.min(i, j),
    last: Math.max(i, j),
    span: NOWHERE,
  })),
)

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model)
}

type OpOf<V extends Verb> = Extract<Op, { verb: V }>

const verb = <V extends Verb>(word: V): fc.Arbitrary<V> => fc.constant(word)
const rangeOf = <V extends Verb>(word: V) => fc.record({ verb: verb(word), range: anyRange })
const pageOf = <V extends Verb>(word: V) => fc.record({ verb: verb(word), page: anyPage })
const nameOf = <V extends Verb>(word: V) => fc.record({ verb: verb(word), name: anyName })

/** One for each verb: a new verb does not compile without. */
const OPS: { readonly [V in Verb]: fc.Arbitrary<OpOf<V>> } = {
  file: fc.record({ verb: verb('file'), name: anyName, pages: anyPages, thp: fc.boolean() }),
  pwrite: fc.record({ verb: verb('pwrite'), range: anyRange, value: anyValue }),
  pread: pageOf('pread'),
  punch: rangeOf('punch'),
  truncate: fc.record({ verb: verb('truncate'), name: anyName, pages: anyPages }),
  map: record<OpOf<'map'>>({
    verb: verb('map'),
    name: anyName,
    source: fc.oneof(
      fc.record({ kind: fc.constant('anon' as const), pages: anyPages }),
      fc.record({
        kind: fc.constant('file' as const),
        file: anyName,
        from: anyPages,
        pages: fc.option(anyPages),
      }),
    ),
    shared: fc.boolean(),
    readOnly: fc.boolean(),
    at: fc.option(anyAddress),
  }),
  unmap: rangeOf('unmap'),
  protect: fc.record({
    verb: verb('protect'),
    range: anyRange,
    access: fc.constantFrom(...ACCESS),
  }),
  remap: fc.record({ verb: verb('remap'), range: anyRange, at: anyAddress }),
  advise: fc.record({ verb: verb('advise'), range: anyRange, advice: fc.constantFrom(...ADVICE) }),
  read: pageOf('read'),
  write: fc.record({ verb: verb('write'), page: anyPage, value: anyValue }),
  hold: pageOf('hold'),
  release: pageOf('release'),
  thread: nameOf('thread'),
  fork: nameOf('fork'),
  exit: nameOf('exit'),
  uffd: fc.record({ verb: verb('uffd'), features: fc.shuffledSubarray([...FEATURES]) }),
  register: fc.record({
    verb: verb('register'),
    range: anyRange,
    modes: fc.shuffledSubarray([...MODES], { minLength: 1 }),
  }),
  unregister: rangeOf('unregister'),
  wp: rangeOf('wp'),
  unwp: fc.record({ verb: verb('unwp'), range: anyRange, dontwake: fc.boolean() }),
  wake: rangeOf('wake'),
  copy: fc.record({
    verb: verb('copy'),
    page: anyPage,
    value: anyValue,
    wp: fc.boolean(),
    dontwake: fc.boolean(),
  }),
  zero: fc.record({ verb: verb('zero'), page: anyPage, dontwake: fc.boolean() }),
  continue: fc.record({
    verb: verb('continue'),
    page: anyPage,
    wp: fc.boolean(),
    dontwake: fc.boolean(),
  }),
  poll: fc.record({ verb: verb('poll') }),
  close: fc.record({ verb: verb('close') }),
  scan: fc.record({
    verb: verb('scan'),
    range: anyRange,
    written: fc.boolean(),
    wpMatching: fc.boolean(),
    checkWpAsync: fc.boolean(),
  }),
  serve: fc.record({ verb: verb('serve'), on: fc.boolean() }),
}

const anyStatement: fc.Arbitrary<Statement> = fc.record({
  actor: fc.option(anyName),
  op: fc.oneof(...Object.values<fc.Arbitrary<Op>>(OPS)),
  span: fc.constant(NOWHERE),
})

const anyText = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => text.replace(/[\r\n]/g, ''))
const anyComment = fc.option(anyText.map((text) => text.replace(/[ \t]+$/, '')))
const anyWords = anyText.map((text) => text.replace(/^[ \t]+|[ \t]+$/g, '')).filter((t) => t !== '')

const anyOperationLine: fc.Arbitrary<Line> = fc.record({
  kind: fc.constant('operation' as const),
  line: fc.constant(0),
  text: fc.constant(''),
  statements: fc.array(anyStatement, { minLength: 1, maxLength: 3 }),
  comment: anyComment,
})

const anyRemark: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ kind: fc.constant('note' as const), line: fc.constant(0), text: anyWords }),
  fc.record({
    kind: fc.constant('ask' as const),
    line: fc.constant(0),
    process: fc.option(anyName),
    page: anyPage,
    asked: fc.uniqueArray(fc.constantFrom(...ASKED), { minLength: 1 }),
    text: anyWords,
  }),
  fc.record({ kind: fc.constant('blank' as const), line: fc.constant(0), comment: anyComment }),
)

const anyPatch = fc.record({
  id: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
  present: fc.boolean(),
})

const anyHeader: fc.Arbitrary<Line[]> = fc
  .tuple(
    fc.record({
      kind: fc.constant('scenario' as const),
      line: fc.constant(0),
      version: fc.constant(1 as const),
      comment: anyComment,
    }),
    fc.record({
      kind: fc.constant('title' as const),
      line: fc.constant(0),
      title: anyWords,
      comment: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('kernel' as const),
      line: fc.constant(0),
      version: fc.constantFrom('v6.1', '6.1.192', 'v6.12', '7.2.13', 'v6.18-rc3'),
      patches: fc.uniqueArray(anyPatch, { maxLength: 3, selector: ({ id }) => id }),
      span: fc.constant(NOWHERE),
      comment: anyComment,
    }),
    fc.record({
      kind: fc.constant('cpus' as const),
      line: fc.constant(0),
      cpus: fc.integer({ min: 1, max: LIMITS.cpus }),
      comment: anyComment,
    }),
  )
  .chain((lines) => fc.shuffledSubarray<Line>([...lines]))

/** Scenarios that parse, of every form that the language has. Names and ranges make no sense: `check` refuses most. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .tuple(anyHeader, fc.array(fc.oneof(anyOperationLine, anyRemark), { maxLength: 12 }))
  .map(([header, body]) => ({
    lines: [...header, ...body].map((line, i) => placed(line, i + 1)),
  }))

function placed(line: Line, number: number): Line {
  if (line.kind !== 'operation') return { ...line, line: number }
  return { ...line, line: number, text: printLine({ ...line, comment: null }) }
}

/** What a scenario says, without where it says so: spans, places, and the spelling of operations are left out. */
export function meaningOf(scenario: Scenario): unknown {
  return scenario.lines.map((line) => {
    if (line.kind === 'operation') {
      return { ...line, text: null, statements: line.statements.map(bareStatement) }
    }
    return line.kind === 'ask'
      ? { ...line, page: { ...line.page, span: null } }
      : { ...line, span: null }
  })
}

function bareStatement({ actor, op }: Statement): unknown {
  if ('range' in op) return { actor, op: { ...op, range: { ...op.range, span: null } } }
  if ('page' in op) return { actor, op: { ...op, page: { ...op.page, span: null } } }
  return { actor, op }
}
