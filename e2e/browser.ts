/** How the browser of the tests is started. */
import path from 'node:path'
import process from 'node:process'

export const BROWSER_ARGS: readonly string[] = [
  // Chromium refuses its sandbox to root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Colours are those of the page, whatever the screen of the machine would make of them.
  '--force-color-profile=srgb',
]

/** Letters are drawn as this file says, and not as the machine's own settings do. */
export const BROWSER_ENV: Readonly<Record<string, string>> = {
  ...(process.env as Record<string, string>),
  FONTCONFIG_FILE: path.join(import.meta.dirname, 'fonts.conf'),
}
