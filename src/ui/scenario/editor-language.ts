/** The scenario language in CodeMirror: colours, completion, errors at their column, the current line. */
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Diagnostic as EditorDiagnostic } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state'
import type { DecorationSet, ViewUpdate } from '@codemirror/view'
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view'
import { complete, highlightLine } from '../../store/language.ts'
import type { DocState } from '../../store/state.ts'

/** Colours what is visible, line by line. */
export const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet

    constructor(view: EditorView) {
      this.decorations = marksOf(view)
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = marksOf(update.view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

function marksOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at)
      for (const mark of highlightLine(line.text)) {
        const start = line.from + mark.column - 1
        const end = Math.min(start + mark.length, line.to)
        if (end > start) {
          builder.add(start, end, Decoration.mark({ class: `cm-mark-${mark.is}` }))
        }
      }
      at = line.to + 1
    }
  }
  return builder.finish()
}

/** What the grammar allows at the cursor. */
export function completeScenario(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos)
  const { from, candidates } = complete(
    context.state.doc.toString(),
    line.number,
    context.pos - line.from + 1,
  )
  const start = line.from + from - 1
  if (candidates.length === 0 || (!context.explicit && start === context.pos)) return null
  return {
    from: start,
    filter: false,
    options: candidates.map(({ label, says, apply }) => ({
      label,
      apply,
      ...(says === '' ? {} : { detail: says }),
    })),
  }
}

/** The language's errors as the editor's. */
export function editorDiagnostics(
  doc: Text,
  diagnostics: DocState['diagnostics'],
): EditorDiagnostic[] {
  return diagnostics
    .filter(({ line }) => line <= doc.lines)
    .map(({ line, column, length, found, expected, nearest }) => {
      const { from: start, to: end } = doc.line(Math.max(1, line))
      const from = Math.min(start + column - 1, end)
      const hint = nearest === null ? '' : `; did you mean “${nearest}”?`
      return {
        from,
        to: Math.min(from + Math.max(1, length), end),
        severity: 'error',
        message: `found ${found}, expected ${expected}${hint}`,
      }
    })
}

/** Moves the mark of the current line; 0: nowhere. */
export const setCurrentLine = StateEffect.define<number>()

const NOW = Decoration.line({ class: 'cm-now' })

export const currentLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let next = set.map(transaction.changes)
    for (const effect of transaction.effects) {
      if (!effect.is(setCurrentLine)) continue
      const { doc } = transaction.state
      const isThere = effect.value >= 1 && effect.value <= doc.lines
      next = isThere ? Decoration.set([NOW.range(doc.line(effect.value).from)]) : Decoration.none
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field),
})
