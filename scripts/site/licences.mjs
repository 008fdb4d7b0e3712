// The licences of what the page is built from: a list for the box **About**, and their full texts as licences.txt.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../lib.mjs'

/** @typedef {{ name: string, version: string, licence: string }} Licence */

/** Packages of package-lock.json that are not only for development. @returns {(Licence & { folder: string })[]} */
function shipped() {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  /** @type {[string, { dev?: boolean, optional?: boolean, devOptional?: boolean }][]} */
  const packages = Object.entries(lock.packages)
  return packages
    .filter(([folder, one]) => folder !== '' && !one.dev && !one.optional && !one.devOptional)
    .map(([folder]) => {
      const text = fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')
      const { name, version, license } = JSON.parse(text)
      if (typeof license !== 'string') throw new Error(`${name} does not name its licence`)
      return { name, version, licence: license, folder }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @param {string} folder @returns {string} */
function textOf(folder) {
  const names = fs.readdirSync(path.join(root, folder))
  const file = names.find((name) => /^(licen[cs]e|copying|ofl)/i.test(name))
  return file === undefined ? '' : fs.readFileSync(path.join(root, folder, file), 'utf8').trim()
}

/** One file with the words that the licences ask to be kept. */
function fullText() {
  const own = fs.readFileSync(path.join(root, 'LICENSE'), 'utf8').trim()
  const others = shipped().map(
    ({ name, version, licence, folder }) =>
      `${name} ${version} (${licence})\n\n${textOf(folder) || `Licence: ${licence}`}`,
  )
  return `${[`ptescope (MIT)\n\n${own}`, ...others].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`
}

/** What the source means by `__LICENCES__`. */
export function licenceDefine() {
  const list = shipped().map(({ name, version, licence }) => ({ name, version, licence }))
  return { __LICENCES__: JSON.stringify(list) }
}

/** Puts licences.txt beside the page. @returns {import('vite').Plugin} */
export function licenceTexts() {
  return {
    name: 'ptescope:licences',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: fullText() })
    },
  }
}
