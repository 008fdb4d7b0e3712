// What a person might do with the page, at random, and a place to come back to.

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */
/** @typedef {(below: number) => number} Choose */

const KEYS = [
  ...['ArrowRight', 'ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowLeft', 'Home', 'End', 'Space'],
  ...['o', 'i', 'u', '[', ']', 'w', 'r', 'p', 'v', 'Control+z', 'Control+Shift+z'],
]
/** Keys of the views: mostly the stage and the map, where most can be done. */
const VIEW_KEYS = ['1', '1', '1', '2', '2', '3', '4', '5']
const MAP_KEYS = ['ArrowDown', 'PageDown', 'Shift+ArrowDown', 'Control+End', '+', '-', '0']
const DIALOGS = ['s', 'e', 'Control+k', '?']
const LINES = ['# a note', 'read A[0]', 'write A[1] = 7', 'wp A', 'wrtie A[0]', 'map B anon 600']

/** @param {number} seed @returns {Choose} */
export function chooser(seed) {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** @template T @param {Choose} choose @param {readonly T[]} list @returns {T} */
const oneOf = (choose, list) => /** @type {T} */ (list[choose(list.length)])

/** Goes to the start page; answers with the buttons of its scenarios. @param {Page} page */
async function scenarios(page) {
  // A click may overtake the event, which would then lead back from what it opened.
  await page.evaluate(
    `new Promise((done, failed) => {
      addEventListener('hashchange', done, { once: true })
      location.hash = '#start'
      setTimeout(() => failed(new Error('the address stays ' + location.href)), 10_000)
    })`,
  )
  const cards = page.getByRole('region', { name: 'Scenarios' }).getByRole('listitem')
  // A dialog that was slow to come would hide them.
  const dialog = page.getByRole('dialog')
  for (;;) {
    await cards.first().or(dialog).first().waitFor()
    if ((await dialog.count()) === 0) break
    await page.keyboard.press('Escape')
  }
  return cards.getByRole('button')
}

/** Opens a scenario. @param {Page} page @param {Locator} button its card's */
async function open(page, button) {
  await button.click()
  // Each opens in the view that suits it; all of them write the address.
  await page.waitForURL(/#\d+,/)
}

/** Opens one of the scenarios of the start page. @param {Page} page @param {Choose} choose */
async function openAny(page, choose) {
  const buttons = await scenarios(page)
  await open(page, buttons.nth(choose(await buttons.count())))
}

/** Shows a dialog and puts it away. @param {Page} page @param {Choose} choose */
async function openDialog(page, choose) {
  await page.keyboard.press(oneOf(choose, DIALOGS))
  const dialog = page.getByRole('dialog')
  // A key may do nothing where there is nothing to share.
  await dialog.waitFor({ timeout: 1000 }).catch(() => undefined)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

/**
 * Selects an entry, or opens and closes a run of equal ones; on the map, walks and brushes. What is there may be gone by
 * the next message from here, so it is found and focused within the page at once.
 *
 * @param {Page} page @param {Choose} choose
 */
async function touch(page, choose) {
  const focused = await page.evaluate(
    `(() => {
      const rows = document.querySelectorAll('tr[data-row]')
      const found = rows.length > 0 ? rows[${choose(1000)} % rows.length] : document.querySelector('[role=grid]')
      found?.focus()
      return found?.tagName
    })()`,
  )
  if (focused === 'TR' && choose(3) === 0) await page.keyboard.press('Enter')
  else if (focused !== undefined && focused !== 'TR') {
    await page.keyboard.press(oneOf(choose, MAP_KEYS))
  }
}

/** Writes a line, which may be wrong, at the end of the text. @param {Page} page @param {Choose} choose */
async function write(page, choose) {
  const isOpen = await page.evaluate(
    `(() => {
      const found = document.querySelector('button[aria-label=Edit]')
      found?.click()
      return found !== null
    })()`,
  )
  if (!isOpen) return
  const editor = page.getByRole('textbox', { name: 'Scenario', exact: true })
  await editor.waitFor()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(`\n${oneOf(choose, LINES)}`)
  if (choose(2) === 0) await page.keyboard.press('Control+z')
  // The first one closes the list of completions, if there is one.
  for (let i = 0; i < 2 && (await editor.count()) > 0; i++) await page.keyboard.press('Escape')
  await editor.waitFor({ state: 'detached' })
}

/** Something that a person might do. @param {Page} page @param {Choose} choose */
export async function act(page, choose) {
  switch (choose(20)) {
    case 0:
      return openAny(page, choose)
    case 1:
      return openDialog(page, choose)
    case 2:
      return touch(page, choose)
    case 3:
    case 4:
      return page.keyboard.press(oneOf(choose, VIEW_KEYS))
    case 5:
      return page.mouse.move(choose(1280), choose(720))
    case 6:
      return choose(3) === 0 ? write(page, choose) : undefined
    default:
      return page.keyboard.press(oneOf(choose, KEYS))
  }
}

/** Waits of the way back: a search for what made two kernels differ takes its time. */
const PATIENCE_MS = 60_000
/** One for the stage, one for Compare, one for Explore. */
const WORKERS = 3
/** What is to go a moment later is gone after this. */
const REST_MS = 2000

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Goes to where all rounds are compared: one scenario explored, one compared, and one on the stage, each of them for the
 * moment the last in its view, and in its worker.
 *
 * @param {Page} page
 */
export async function comeBack(page) {
  const wait = { timeout: PATIENCE_MS }
  const explored = 'Resolve while two threads write'
  await open(page, (await scenarios(page)).filter({ hasText: explored }))
  await page.getByRole('button', { name: 'Text for the mail' }).waitFor(wait)
  const compared = 'mremap drops the registration'
  await open(page, (await scenarios(page)).filter({ hasText: compared }))
  await page.getByRole('button', { name: 'Text, 72 columns' }).waitFor(wait)
  await open(page, (await scenarios(page)).first())
  // The digest of its run.
  await page.waitForURL(/&d=/)
  // What is worked on beside, and for the pictures of the start page, comes to its end.
  for (const end = performance.now() + PATIENCE_MS; page.workers().length > WORKERS; ) {
    if (performance.now() > end) throw new Error(`${page.workers().length} workers stay`)
    await pause(200)
  }
  await pause(REST_MS)
}
