/** Explorations, answered piece by piece, so that whoever asks can show how far it is and stop it at any moment. */
import { Exploration } from '../explore/exploration.ts'
import { lineToExplore } from '../explore/line-to-explore.ts'
import { mailTable, tableOf } from '../explore/mail-table.ts'
import { mergeParts } from '../explore/merge.ts'
import { readMailTable } from '../explore/read-mail-table.ts'
import { stateGraph } from '../explore/state-graph.ts'
import { actorOf } from '../lang/ast.ts'
import { renderDiagnostic } from '../lang/diagnostics.ts'
import { printStatement } from '../lang/print.ts'
import type { Begun, ExploreAsk, Problem } from '../protocol/desk.ts'
import type { ExploreHandlers } from '../protocol/messages.ts'
import type { Prepared } from '../sim/run-text.ts'
import { prepare } from '../sim/run-text.ts'
import { storyOf } from './story.ts'

export function createExploreHandlers(clock: () => number): ExploreHandlers {
  let current: Exploration | null = null

  const need = (): Exploration => {
    if (current === null) throw new Error('asked about an exploration before one was begun')
    return current
  }

  return {
    explore: (ask) => {
      current = null
      const found = begin(ask, clock)
      if ('problem' in found) return found
      current = found.exploration
      return found.begun
    },

    exploreOn: ({ milliseconds }) => {
      const exploration = need()
      const more = exploration.advance(milliseconds)
      return { more, ...exploration.progress }
    },

    explored: () => {
      const exploration = need()
      exploration.stop()
      // Millions of states: what was found is told once, and this worker stays for its stories.
      current = null
      const result = exploration.result()
      return { result, graph: result.part === undefined ? stateGraph(exploration) : null }
    },

    merge: ({ parts }) => {
      const result = mergeParts(parts)
      return typeof result === 'string' ? { problem: result } : { result }
    },

    story: ({ text, line, schedule }) => {
      const prepared = atLine(text, line)
      return storyOf(prepared.prepared, prepared.line, schedule)
    },

    mailTable: ({ text, line, schedule, claim, link }) => {
      const prepared = atLine(text, line)
      const title = prepared.prepared.text.scenario.lines.find((l) => l.kind === 'title')
      const words = { title: title?.kind === 'title' ? title.title : '', claim, link }
      return { text: mailTable(tableOf(prepared.prepared, prepared.line, schedule, words)) }
    },

    readMailTable: ({ text }) => ({ text: readMailTable(text) }),
  }
}

function begin(
  { text, line: wanted, states, preemptions, part }: ExploreAsk,
  clock: () => number,
): Problem | { readonly begun: Begun; readonly exploration: Exploration } {
  const prepared = prepare(text)
  if ('diagnostics' in prepared) {
    const [first] = prepared.diagnostics
    return { problem: first === undefined ? 'The text has an error.' : renderDiagnostic(first) }
  }
  const line = lineToExplore(prepared, wanted)
  if (line === null || line.statements.length < 2) {
    return { problem: 'No line of this scenario has statements that run at the same time.' }
  }
  const { sim } = prepared
  const exploration = new Exploration(prepared, line, {
    clock,
    bounds: { states, ...(preemptions === null ? {} : { preemptions }) },
    ...(part === null ? {} : { shard: part }),
  })
  const tasks = sim.kernel.m.all('task')
  return {
    exploration,
    begun: {
      line: line.line,
      kernel: sim.choice.profile.name,
      actors: line.statements.map((statement) => ({
        name: actorOf(statement),
        cpu: tasks.find((task) => task.name === actorOf(statement))?.cpu ?? 0,
        text: printStatement({ actor: null, op: statement.op }),
      })),
    },
  }
}

/** The scenario with all lines in front of `line` run. */
function atLine(
  text: string,
  number: number,
): { prepared: Prepared; line: Prepared['operations'][number] } {
  const prepared = prepare(text)
  if ('diagnostics' in prepared) throw new Error('the text was explored, so it has no errors')
  const line = lineToExplore(prepared, number)
  if (line === null) throw new Error(`there is nothing to explore on line ${number}`)
  for (const earlier of prepared.operations) {
    if (earlier === line) break
    prepared.sim.run(earlier)
  }
  return { prepared, line }
}
