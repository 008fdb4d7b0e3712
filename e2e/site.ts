/** Servers of a test's own: the built page as some host would serve it, and pages of strangers. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import process from 'node:process'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { serve } from '../scripts/serve.mjs'

/** Where the built page is. */
export const siteDir = process.env['PTESCOPE_DIST'] ?? path.join(import.meta.dirname, '..', 'dist')

/** A static host that cannot set headers, under a path of its own. */
export function plainHost(dir = siteDir): Promise<{ url: string; close: () => Promise<void> }> {
  return serve({ dir, port: 0, isolation: false, base: '/some/path/' })
}

/** A page of somebody else, on another site, without any special header. */
export async function foreignPage(
  html: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' })
    response.end(`<!doctype html><title>A page</title>${html}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Drops a file on the page, as a hand would: not before the page takes what hovers over it. */
export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const drop = () =>
    page.evaluate(
      ([file, text]) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([text], file))
        const options = { dataTransfer, bubbles: true, cancelable: true }
        // A browser drops nothing where nobody has taken the drag.
        const isTaken = !document.body.dispatchEvent(new DragEvent('dragover', options))
        if (isTaken) document.body.dispatchEvent(new DragEvent('drop', options))
        return isTaken
      },
      [name, content] as const,
    )
  await expect.poll(drop).toBe(true)
}
