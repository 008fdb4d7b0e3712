/** Which pages a lesson's pictures show: those that it names. Pure. */
import type { Op, Scenario } from '../lang/ast.ts'
import type { PageOf } from '../sim/page-facts.ts'

/** More entries than this are a map, not a picture. */
const MOST_PAGES = 5

function pageOf(op: Op): PageOf | null {
  if ('page' in op) return op.page
  if (!('range' in op)) return null
  const { name, first, last } = op.range
  return first !== null && first === last ? { name, index: first } : null
}

/** The pages that questions ask about, then those that statements act on, in the order of their addresses. */
export function lessonPages({ lines }: Scenario): readonly PageOf[] {
  const regions = new Set<string>()
  const asked: PageOf[] = []
  const acted: PageOf[] = []
  for (const line of lines) {
    if (line.kind === 'ask') asked.push(line.page)
    if (line.kind !== 'operation') continue
    for (const { op } of line.statements) {
      if (op.verb === 'map') regions.add(op.name)
      const page = pageOf(op)
      if (page !== null) acted.push(page)
    }
  }
  const pages = new Map<string, PageOf>()
  for (const { name, index } of [...asked, ...acted]) {
    if (regions.has(name) && pages.size < MOST_PAGES)
      pages.set(`${name}[${index}]`, { name, index })
  }
  const order = [...regions]
  return [...pages.values()].sort(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name) || a.index - b.index,
  )
}
