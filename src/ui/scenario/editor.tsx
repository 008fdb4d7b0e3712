/**
 * The scenario to edit: CodeMirror in a shadow root, since the page's policy allows no inline styles in the document.
 * It keeps no history of its own; the store's serves the buttons and the editor alike.
 */
import { autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { redo, setEditing, typeText, undo } from '../../store/doc.ts'
import { statementOf } from '../../store/rows.ts'
import type { State } from '../../store/state.ts'
import { app } from '../../store/store.ts'
import {
  completeScenario,
  currentLine,
  editorDiagnostics,
  highlighting,
  setCurrentLine,
} from './editor-language.ts'
import { editorTheme } from './editor-theme.ts'

const run = (act: () => void) => () => {
  act()
  return true
}

/** Escape first closes the list of completions, then the editor. */
function leave(view: EditorView): boolean {
  if (!closeCompletion(view)) setEditing(false)
  return true
}

const KEYS = [
  { key: 'Mod-z', run: run(undo), preventDefault: true },
  { key: 'Mod-y', run: run(redo), preventDefault: true },
  { key: 'Mod-Shift-z', run: run(redo), preventDefault: true },
  { key: 'Escape', run: leave },
  ...completionKeymap,
  ...defaultKeymap,
]

function createEditor(root: ShadowRoot): EditorView {
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: app.getState().doc.text,
      extensions: [
        lineNumbers(),
        drawSelection(),
        highlighting,
        currentLine,
        autocompletion({ override: [completeScenario], icons: false }),
        keymap.of(KEYS),
        editorTheme,
        EditorView.contentAttributes.of({ 'aria-label': 'Scenario', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) typeText(update.state.doc.toString())
        }),
      ],
    }),
  })
}

/** Takes over a text that was changed elsewhere: only what differs, so that the cursor stays. */
function takeText(view: EditorView, text: string): void {
  const old = view.state.doc.toString()
  if (old === text) return
  const shorter = Math.min(old.length, text.length)
  let head = 0
  while (head < shorter && old[head] === text[head]) head++
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++
  view.dispatch({
    changes: { from: head, to: old.length - tail, insert: text.slice(head, text.length - tail) },
  })
}

function lineNow(state: State): number {
  return state.run.run === null ? 0 : (statementOf(state.run.run, state.time.step)?.line ?? 0)
}

/** Keeps the editor in step with the store; returns a stop. */
function follow(view: EditorView): () => void {
  const showErrors = (diagnostics: State['doc']['diagnostics']) =>
    view.dispatch(setDiagnostics(view.state, editorDiagnostics(view.state.doc, diagnostics)))
  const showLine = (line: number) => view.dispatch({ effects: setCurrentLine.of(line) })
  const { doc } = app.getState()
  showErrors(doc.diagnostics)
  showLine(lineNow(app.getState()))
  const stops = [
    app.subscribe(
      (state) => state.doc.text,
      (text) => takeText(view, text),
    ),
    app.subscribe((state) => state.doc.diagnostics, showErrors),
    app.subscribe(lineNow, showLine),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** A message below the editor makes it smaller; the cursor must not get lost by that. */
function showCursor(view: EditorView): void {
  if (!view.hasFocus) return
  view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) })
}

export function Editor() {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const view = createEditor(root)
    const stop = follow(view)
    view.focus()
    const observer = new ResizeObserver(() => showCursor(view))
    observer.observe(element)
    return () => {
      stop()
      observer.disconnect()
      view.destroy()
    }
  }, [])
  return <div ref={host} className="editor" />
}
