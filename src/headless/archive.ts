/**
 * Scenarios and recordings of real kernels as the project keeps them: one archive a kernel, brotli over JSON Lines.
 * The first line is a header, then for each file one line with its name and its number of lines, then its lines.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** Files by name, without their ending; in the order of the names. */
export type Archive = ReadonlyMap<string, readonly string[]>

const FORMAT = 1
const ENDING = '.jsonl.br'

interface Header {
  readonly archive: number
  readonly files: number
}

/** Gathers the files of a folder that end so; files of other kinds are left out. */
export function gather(folder: string, ending: string): Archive {
  const files = new Map<string, readonly string[]>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(ending)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    files.set(basename(file, ending), text.replace(/\n$/, '').split('\n'))
  }
  return files
}

/** The bytes of an archive: the same for the same files. */
export function packArchive(files: Archive): Uint8Array {
  const header: Header = { archive: FORMAT, files: files.size }
  const lines = [JSON.stringify(header)]
  for (const [name, content] of files) {
    lines.push(JSON.stringify({ file: name, lines: content.length }), ...content)
  }
  const text = `${lines.join('\n')}\n`
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  })
}

/** @throws for bytes that `packArchive` did not make */
export function unpackArchive(bytes: Uint8Array): Archive {
  const lines = brotliDecompressSync(bytes).toString('utf8').split('\n')
  const header = JSON.parse(lines[0] ?? '') as Header
  if (header.archive !== FORMAT) throw new Error(`an archive of form ${header.archive}`)
  const files = new Map<string, readonly string[]>()
  let at = 1
  while (files.size < header.files) {
    const { file, lines: count } = JSON.parse(lines[at] ?? '') as { file: string; lines: number }
    files.set(file, lines.slice(at + 1, at + 1 + count))
    at += 1 + count
  }
  return files
}

export function writeArchive(folder: string, name: string, files: Archive): number {
  const bytes = packArchive(files)
  writeFileSync(join(folder, name + ENDING), bytes)
  return bytes.length
}

export function readArchive(folder: string, name: string): Archive {
  return unpackArchive(readFileSync(join(folder, name + ENDING)))
}

/** Names of the archives in a folder. */
export function archivesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort()
}
