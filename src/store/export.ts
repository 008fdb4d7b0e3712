/** What can be taken away as a file, made here and nowhere else. */
import { OP_NAMES, rowAt } from '../machine/trace.ts'
import { ask } from './engine.ts'
import { app } from './store.ts'
import { titleOf } from './text.ts'

/** A file name from the title: `cow-and-uffd-wp-on-one-page`. */
export function fileStem(): string {
  const title = titleOf(app.getState().doc.text)
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return words.replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'scenario'
}

/** The trace as text, one line a step: number, statement, actor, call depth, function, what happened. */
export function traceText(): string {
  const { run } = app.getState().run
  const sites = app.getState().hello?.sites ?? []
  if (run === null) return ''
  const lines: string[] = [`# ${run.title || 'scenario'}, Linux ${run.kernel}, ${run.steps} steps`]
  for (let index = 0; index < run.steps; index++) {
    const row = rowAt(run.rows, index)
    const statement = run.statements[row.statement]
    lines.push(
      [
        String(index + 1).padStart(6),
        String(statement?.line ?? '').padStart(5),
        (run.actors[row.actor]?.name ?? '').padEnd(10),
        `${'  '.repeat(row.depth)}${sites[row.fn]?.fn ?? ''}`.padEnd(44),
        (OP_NAMES[row.op] ?? '').padEnd(8),
        sites[row.site]?.title ?? '',
      ].join(' '),
    )
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** The state records as JSON Lines. */
export async function recordsText(): Promise<string> {
  const { jsonl } = await ask('records', {})
  return jsonl
}

/** Hands a text to the browser as a file. */
export function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by the next task; the address is not needed after it.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
