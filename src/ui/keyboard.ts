/** Keys for the commands. None works while text is typed, a dialog is open, or another part has used the key. */
import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import type { Command } from '../store/commands.ts'
import { COMMANDS, runCommand } from '../store/commands.ts'
import { app } from '../store/store.ts'

/** `?` and `/` need Shift on some keyboards and not on others; the key itself is what counts. */
function bindingsOf(key: string): readonly string[] {
  return key === '?' || key === '/' ? [key, `Shift+${key}`] : [key]
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName)
}

/** Space presses the button that has the focus. */
function pressesButton(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  return event.code === 'Space' && target instanceof Element && target.closest('button, a') !== null
}

function handlerOf(command: Command) {
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event) || pressesButton(event)) return
    if (app.getState().view.dialog !== null) return
    if (runCommand(command)) event.preventDefault()
  }
}

export function useKeyboard(): void {
  useEffect(() => {
    const bindings = COMMANDS.flatMap((command) =>
      command.keys.flatMap(bindingsOf).map((key) => [key, handlerOf(command)] as const),
    )
    return tinykeys(window, Object.fromEntries(bindings))
  }, [])
}
