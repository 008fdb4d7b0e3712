/** A text to look at, to select and to copy; it scrolls by keyboard as any text field does. */
export function TextBox({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <textarea
      className="text-box"
      readOnly
      aria-label={name}
      spellCheck={false}
      wrap="off"
      rows={Math.max(4, Math.min(14, text.split('\n').length))}
      value={text}
    />
  )
}
