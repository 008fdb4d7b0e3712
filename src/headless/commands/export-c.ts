/** `ptescope export-c`: a scenario in, a C program out. */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { exportC } from '../../export/export-c.ts'
import { renderDiagnostic } from '../../lang/diagnostics.ts'

export function exportCommand(args: readonly string[]): number {
  let out: string | undefined
  let files: string[]
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { out: { type: 'string' } },
      allowPositionals: true,
    })
    out = parsed.values.out
    files = parsed.positionals
  } catch (error) {
    return complain((error as Error).message)
  }
  const [file] = files
  if (file === undefined || files.length > 1) return complain('export-c needs one FILE')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return complain(`${file}: ${(error as Error).message}`)
  }
  const exported = exportC(text)
  if ('diagnostics' in exported) {
    for (const diagnostic of exported.diagnostics) {
      process.stderr.write(`${renderDiagnostic(diagnostic, file)}\n`)
    }
    return 2
  }
  if (out === undefined) process.stdout.write(exported.c)
  else writeFileSync(out, exported.c)
  return 0
}

function complain(message: string): number {
  process.stderr.write(`ptescope: ${message}\n`)
  return 2
}
