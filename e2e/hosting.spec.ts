import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { siteDir } from './site.ts'
import { audit, expect, onStage, test } from './support.ts'

const docs = path.join(import.meta.dirname, '..', 'docs', 'hosting')
const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((file) =>
  fs.existsSync(file),
)

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The two files of docs/hosting as they are, but for where the site lies. */
function configuration(folder: string, port: number): string {
  const read = (name: string) => fs.readFileSync(path.join(docs, name), 'utf8')
  const location = read('nginx.conf').replace('/var/www/ptescope/', `"${siteDir}/"`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n')
  return `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events {}
    http { access_log off; ${temporary}
      ${read('nginx-http.conf')}
      server { listen 127.0.0.1:${port}; ${location} } }`
}

test('nginx serves the page with the example of the documentation', async ({ page }, info) => {
  // biome-ignore lint/suspicious/noSkippedTests: a server that is not installed cannot be tried.
  test.skip(NGINX === undefined, 'nginx is not installed: apt-get install nginx-light')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-nginx-'))
  const port = await freePort()
  const file = path.join(folder, 'nginx.conf')
  fs.writeFileSync(file, configuration(folder, port))
  const checked = spawnSync(NGINX ?? '', ['-t', '-c', file], { encoding: 'utf8' })
  expect(checked.status, checked.stderr).toBe(0)
  const server = spawn(NGINX ?? '', ['-c', file], { stdio: 'ignore' })
  try {
    const address = `http://127.0.0.1:${port}/ptescope/`
    await expect
      .poll(() =>
        fetch(address).then(
          (answer) => answer.status,
          () => 0,
        ),
      )
      .toBe(200)
    await page.goto(address)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await page.getByRole('button', { name: 'Play the four steps' }).click()
    await onStage(page)
    const script = (await page.locator('script[type="module"]').first().getAttribute('src')) ?? ''
    const asset = await fetch(new URL(script, address))
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${address}sw.js`)).headers.get('cache-control')).toBe('no-cache')
  } finally {
    server.kill()
    await new Promise((resolve) => server.on('exit', resolve))
    fs.rmSync(folder, { recursive: true, force: true })
  }
  expect(info.errors).toEqual([])
})

test('every address in the page is relative', () => {
  const html = fs.readFileSync(path.join(siteDir, 'index.html'), 'utf8')
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)
  expect(addresses.length).toBeGreaterThan(2)
  for (const address of addresses) expect(address).toMatch(/^\.\//)
})

test('the licences of all that is shipped are shown, and their texts are there', async ({
  page,
}) => {
  await page.goto('./')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('?')
  await page.getByRole('button', { name: /^About/ }).click()
  const dialog = page.getByRole('dialog', { name: 'About ptescope' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'react-dom' })).toContainText('MIT')
  expect(await audit(page)).toEqual([])
  const texts = fs.readFileSync(path.join(siteDir, 'licences.txt'), 'utf8')
  for (const name of await dialog.getByRole('listitem').locator('code').allInnerTexts()) {
    expect(texts).toContain(`${name} `)
  }
})
