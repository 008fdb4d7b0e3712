/**
 * One line of a recording, as the scenario language prints state records: JSON from strangers, checked before anything
 * looks into it.
 */
import * as v from 'valibot'
import { LIMITS, PAGE_SIZE, USER_SPACE_END } from './limits.ts'

/** Lines that a text of 64 KiB may have. */
const MOST_LINES = 65_536

/** As many mappings as the recorder for any process prints. */
const MOST_REGIONS = 4096
/** Pages of the whole of user space: a mapping that only reserves addresses may be as large. */
const MOST_PAGES = Number(USER_SPACE_END / PAGE_SIZE)

const word = v.pipe(v.string(), v.maxLength(64))
const state = v.picklist(['idle', 'blocked'])

const pageCount = (least: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(MOST_PAGES))

const entrySchema = v.looseObject({
  i: pageCount(0),
  n: v.optional(pageCount(1)),
  kind: v.picklist(['present', 'marker', 'swap', 'migration']),
  uffdWp: v.boolean(),
  page: v.optional(word),
  raw: v.optional(v.pipe(v.array(word), v.maxLength(32))),
})

const regionSchema = v.pipe(
  v.looseObject({
    name: word,
    start: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,12}$/i)),
    pages: pageCount(1),
    ptes: v.pipe(v.array(entrySchema), v.maxLength(LIMITS.pages)),
  }),
  v.check(({ pages, ptes }) => areInside(ptes, pages)),
)

/** In order, none over another, none beyond the region. */
function areInside(
  ptes: readonly { readonly i: number; readonly n?: number | undefined }[],
  pages: number,
): boolean {
  let next = 0
  for (const { i, n = 1 } of ptes) {
    if (i < next) return false
    next = i + n
  }
  return next <= pages
}

const recordSchema = v.looseObject({
  line: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_LINES)),
  text: v.pipe(v.string(), v.maxLength(4096)),
  actor: word,
  outcome: word,
  woken: v.pipe(v.array(v.looseObject({ actor: word, outcome: word })), v.maxLength(LIMITS.actors)),
  actors: v.record(word, state),
  uffd: v.nullable(v.looseObject({ pending: v.number() })),
  mm: v.pipe(
    v.array(
      v.looseObject({
        process: word,
        regions: v.pipe(v.array(regionSchema), v.maxLength(MOST_REGIONS)),
      }),
    ),
    v.maxLength(LIMITS.actors),
  ),
})

export type RecordLine = v.InferOutput<typeof recordSchema>

/** Reads one line. @returns a record, or what is wrong with the line */
export function readRecord(line: string, at: number): RecordLine | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return `Line ${at} is not JSON.`
  }
  const parsed = v.safeParse(recordSchema, value, { abortEarly: true })
  if (parsed.success) return parsed.output
  const path = v.getDotPath(parsed.issues[0])?.slice(0, 60)
  return `Line ${at} is not a state record${path === undefined ? '' : `: “${path}” does not fit`}.`
}
