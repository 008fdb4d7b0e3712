// The Content-Security-Policy of the page, as a <meta> of the build: no host has to send a header.
import { createHash } from 'node:crypto'

/** @typedef {Readonly<Record<string, string>>} Sources */

/** @type {Sources} */
const PAGE = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' blob:",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/** The policy, with some sources replaced. @param {Sources} [own] */
export function policy(own = {}) {
  const sources = Object.entries({ ...PAGE, ...own }).map(([name, value]) => `${name} ${value}`)
  return [...sources, "require-trusted-types-for 'script'", 'trusted-types ptescope'].join('; ')
}

/** A script or sheet that stands in the file itself, as a source. @param {string} text */
export const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Only in the build: the development server's own preamble is an inline script. @returns {import('vite').Plugin} */
export function contentSecurityPolicy() {
  return {
    name: 'ptescope:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy() },
        injectTo: 'head-prepend',
      },
    ],
  }
}
