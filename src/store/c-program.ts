/** The scenario as a C program; loaded when it is first asked for, since few ask. */
import { exportC } from '../export/export-c.ts'

export { RECORDER_C } from '../export/recorder-c.ts'

/** @throws where the text has an error */
export function cProgram(text: string): string {
  const made = exportC(text)
  if ('c' in made) return made.c
  const [first] = made.diagnostics
  throw new Error(`line ${first?.line ?? 1} of the scenario has an error`)
}
