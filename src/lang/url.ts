/**
 * A scenario in the fragment of an address: `#1,` + base64url(raw DEFLATE(UTF-8 text)) + optional `&key=value` that say
 * what is shown of it. The leading number is the form's version, a count of its own beside the language's.
 *
 * Every form that was ever published stays readable: `url.published.txt` holds them. Links come from strangers, so all
 * sizes are bounded before anything is unpacked.
 */

import { assert } from '../base/assert.ts'
import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts'
import { decodePercent, encodePercent } from '../base/percent.ts'
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts'
import { LIMITS } from './limits.ts'

/** Compresses with raw DEFLATE (RFC 1951, without a zlib or gzip header). */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array>

/**
 * Undoes `Deflate`. Gives null for what is not raw DEFLATE, and stops after `limit` bytes of output, of which it gives
 * at least `limit`: so a small link cannot fill the memory. Never rejects.
 */
export type Inflate = (bytes: Uint8Array, limit: number) => Promise<Uint8Array | null>

/**
 * What is shown, as text: `t` the step, `v` the view, `c` the profile to compare with, `s` the selection, and whatever
 * else the page writes. Keys are one to eight small letters. The codec gives them no meaning.
 */
export type LinkView = Readonly<Record<string, string>>

export interface Link {
  readonly text: string
  readonly view: LinkView
}

export type Refusal = 'empty' | 'foreign' | 'newer' | 'damaged' | 'too-long'

export interface Refused {
  readonly kind: 'refused'
  readonly why: Refusal
  /** A whole sentence for the reader of the link. */
  readonly reason: string
}

export type DecodedLink = { readonly kind: 'ok'; readonly link: Link } | Refused
export type EncodedLink = { readonly kind: 'ok'; readonly hash: string } | Refused

/** The version that `encodeLink` writes, and the newest that `decodeLink` reads. */
const NEWEST_LINK = 1

/** What DEFLATE can add to a text that it cannot compress is far below this. */
const MOST_BYTES = LIMITS.textBytes + 1024
const MOST_HASH = Math.ceil((MOST_BYTES * 4) / 3) + 8192

type Decoder = (payload: string, inflate: Inflate) => Promise<string | Refused>

/** One for each version, for ever. */
const DECODERS: ReadonlyMap<number, Decoder> = new Map([[1, decode1]])

for (let version = 1; version <= NEWEST_LINK; version++) {
  assert(DECODERS.has(version), `links of version ${version} can be read`)
}
assert(DECODERS.size === NEWEST_LINK, `no link is newer than version ${NEWEST_LINK}`)

/** The fragment for a link, `#` included. Only a text over the limit is refused. */
export async function encodeLink({ text, view }: Link, deflate: Deflate): Promise<EncodedLink> {
  const bytes = encodeUtf8(text)
  if (bytes.length > LIMITS.textBytes) return tooLong()
  const parts = [`#${NEWEST_LINK},${encodeBase64Url(await deflate(bytes))}`]
  for (const [key, value] of Object.entries(view)) {
    assert(isKey(key), `${key} can stand in a link`)
    parts.push(`${key}=${encodePercent(value)}`)
  }
  return { kind: 'ok', hash: parts.join('&') }
}

/**
 * Reads a fragment, with or without its `#`. View parameters that make no sense are left out: they never keep a
 * scenario from being opened.
 */
export async function decodeLink(hash: string, inflate: Inflate): Promise<DecodedLink> {
  const fragment = hash.startsWith('#') ? hash.slice(1) : hash
  if (fragment === '') return refused('empty', 'There is no scenario in this link.')
  if (fragment.length > MOST_HASH) return tooLong()
  // Some programs escape the comma when they make a link of it.
  const form = /^([1-9][0-9]{0,8})(?:,|%2[Cc])/.exec(fragment)
  if (form === null) return refused('foreign', 'This is not a link to a scenario.')
  const decoder = DECODERS.get(Number(form[1]))
  if (decoder === undefined) {
    return refused(
      'newer',
      `This link was made by a newer ptescope (form ${form[1]}); newest understood is ${NEWEST_LINK}.`,
    )
  }
  const [payload = '', ...parameters] = fragment.slice(form[0].length).split('&')
  if (payload === '') return refused('empty', 'There is no scenario in this link.')
  const text = await decoder(payload, inflate)
  if (typeof text !== 'string') return text
  return { kind: 'ok', link: { text, view: readView(parameters) } }
}

async function decode1(payload: string, inflate: Inflate): Promise<string | Refused> {
  const packed = decodeBase64Url(payload)
  if (packed === null) return damaged('it has characters that a link does not have')
  if (packed.length > MOST_BYTES) return tooLong()
  const bytes = await inflate(packed, LIMITS.textBytes + 1)
  if (bytes === null) return damaged('it cannot be unpacked')
  if (bytes.length > LIMITS.textBytes) return tooLong()
  return decodeUtf8(bytes) ?? damaged('what it holds is not text')
}

function readView(parameters: readonly string[]): LinkView {
  const view: Record<string, string> = {}
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const key = parameter.slice(0, Math.max(0, equals))
    const value = decodePercent(parameter.slice(equals + 1))
    if (isKey(key) && value !== null && !Object.hasOwn(view, key)) view[key] = value
  }
  return view
}

function isKey(key: string): boolean {
  return /^[a-z]{1,8}$/.test(key)
}

function refused(why: Refusal, reason: string): Refused {
  return { kind: 'refused', why, reason }
}

function damaged(how: string): Refused {
  return refused('damaged', `This link is damaged or cut off: ${how}.`)
}

function tooLong(): Refused {
  const kib = LIMITS.textBytes / 1024
  return refused(
    'too-long',
    `The scenario is too long for a link: at most ${kib} KiB are understood.`,
  )
}
