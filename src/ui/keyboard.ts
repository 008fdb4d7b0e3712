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

/** One key may mean one thing on the stage and another in a lesson: the first command that can run takes it. */
function bindings(): Map<string, (event: KeyboardEvent) => void> {
  const byKey = new Map<string, Command[]>()
  for (const command of COMMANDS) {
    for (const key of command.keys.flatMap(bindingsOf)) {
      byKey.set(key, [...(byKey.get(key) ?? []), command])
    }
  }
  return new Map(
    [...byKey].map(([key, commands]) => {
      const handlers = commands.map(handlerOf)
      const first = (event: KeyboardEvent): void => {
        for (const handle of handlers) handle(event)
      }
      return [key, first]
    }),
  )
}

export function useKeyboard(): void {
  useEffect(() => {
    return tinykeys(window, Object.fromEntries(bindings()))
  }, [])
}
