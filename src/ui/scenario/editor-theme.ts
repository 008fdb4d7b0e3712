/** How the editor looks. The tokens are custom properties, so they reach into its shadow root. */
import { EditorView } from '@codemirror/view'

export const editorTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: '400 13px / 21px var(--font-mono)' },
  '.cm-content': { padding: '0 0 8px', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    border: '0',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink3)',
    fontSize: '12px',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '38px', padding: '0' },
  '.cm-now': { backgroundColor: 'var(--mark)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--rw-wash)' },
  '.cm-mark-verb, .cm-mark-header': { fontWeight: '600' },
  '.cm-mark-actor': { color: 'var(--rw-text)' },
  '.cm-mark-comment': { color: 'var(--ink3)' },
  '.cm-mark-text': { color: 'var(--ink2)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--uw-text)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    border: '1px solid var(--hair2)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow-lift)',
  },
  '.cm-tooltip-lint': { maxWidth: '290px', font: '400 13px / 18px var(--font-sans)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--uw-text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    padding: '4px',
    font: '400 13px / 21px var(--font-mono)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '1px 8px', borderRadius: '4px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--ink)',
    color: 'var(--paper)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': {
    marginLeft: '12px',
    fontStyle: 'normal',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
  },
})
