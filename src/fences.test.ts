// The fences of the source tree which the compiler and the linter cannot express, and proof that every fence, theirs
// included, stops what it is there to stop. The import matrix is read from README.md, so the table cannot go stale.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseSync } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const SRC = import.meta.dirname
const ROOT = path.dirname(SRC)
const PURE = ['base', 'machine', 'linux', 'lang', 'sim', 'explore', 'export', 'scene']
const MAX_LINES = 600
/** Tests, and what only tests use: generators of random scenarios. */
const TEST_FILE = /(\.test(-d)?\.tsx?|\/arbitrary[\w-]*\.ts)$/

interface Row {
  /** Layer → `x`, `T` or empty. */
  readonly layers: ReadonlyMap<string, string>
  readonly packages: readonly string[]
}

function readMatrix(): ReadonlyMap<string, Row> {
  const lines = fs.readFileSync(path.join(SRC, 'README.md'), 'utf8').split('\n')
  const first = lines.findIndex((line) => line.startsWith('| from ↓'))
  const table = lines.slice(first, lines.indexOf('', first))
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const names = cells(table[0] ?? '').slice(1, -1)
  return new Map(
    table.slice(2).map((line) => {
      const [from = '', ...rest] = cells(line)
      const packages = [...(rest.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(
        (match) => match[1] ?? '',
      )
      return [from, { layers: new Map(names.map((name, at) => [name, rest[at] ?? ''])), packages }]
    }),
  )
}

const matrix = readMatrix()
const layers = [...matrix.keys()].filter((name) => name !== 'main.tsx')

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* walk(child)
  }
}

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

function importsOf(nodes: readonly Node[]): readonly Import[] {
  return nodes.flatMap((node) => {
    const source = node['source']
    if (!isNode(source) || typeof source['value'] !== 'string') return []
    const kind = node['importKind'] ?? node['exportKind']
    return [
      { specifier: source['value'], typeOnly: kind === 'type' || node.type === 'TSImportType' },
    ]
  })
}

const matches = (name: string, pattern: string) =>
  pattern.endsWith('*')
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`)

/** @param file relative to src, with slashes */
function importProblem(file: string, { specifier, typeOnly }: Import): string | undefined {
  const from = file.includes('/') ? (file.split('/')[0] ?? '') : file
  const row = matrix.get(from)
  if (row === undefined) return `${from} is not in the import matrix`
  if (!specifier.startsWith('.')) {
    const allowed = row.packages.some((pattern) => matches(specifier, pattern))
    return allowed ? undefined : `${from} may not import the package ${specifier}`
  }
  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''))
  const to = target.split('/')[0] ?? ''
  const cell = row.layers.get(to) ?? ''
  if (cell === 'x' || (cell === 'T' && typeOnly)) return undefined
  return cell === 'T' ? `${from} may import only types of ${to}` : `${from} may not import ${to}`
}

/** Lines with something other than blanks and comments. */
function linesOfCode(source: string, comments: readonly { start: number; end: number }[]): number {
  let code = ''
  let at = 0
  for (const { start, end } of comments) {
    code += source.slice(at, start) + source.slice(start, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return (code + source.slice(at)).split('\n').filter((line) => line.trim() !== '').length
}

const SNAKE = /^_{0,2}[a-z][a-z0-9]*(_+[a-z0-9]+)*$/
const CAMEL = /^[a-z][a-zA-Z0-9]*$/
/** The accessors of page flags are the one family of kernel functions that is neither: SetPageAnonExclusive(). */
const PAGE_FLAG = /^(Test)?(Set|Clear)?Page[A-Z][A-Za-z]*$/

/** Names of exported functions and of exported constants that hold one. */
function exportedFunctions(body: readonly Node[]): readonly string[] {
  const nameOf = (node: unknown) =>
    isNode(node) && typeof node['name'] === 'string' ? node['name'] : ''
  return body.flatMap((node) => {
    const declared = node.type === 'ExportNamedDeclaration' ? node['declaration'] : undefined
    if (!isNode(declared)) return []
    if (declared.type === 'FunctionDeclaration') return [nameOf(declared['id'])]
    const constants = (declared['declarations'] ?? []) as readonly Node[]
    return constants
      .filter(({ init }) => isNode(init) && /^(Arrow)?Function/.test(init.type))
      .map(({ id }) => nameOf(id))
  })
}

/** Everything wrong with one file. @param file relative to src, with slashes */
function problemsOf(file: string, source: string): readonly string[] {
  const { program, comments, errors } = parseSync(file, source)
  if (errors.length > 0) return [`does not parse: ${errors[0]?.message}`]
  const problems: string[] = []
  const lines = linesOfCode(source, comments)
  if (lines > MAX_LINES) problems.push(`${lines} lines of code: more than ${MAX_LINES}`)
  if (TEST_FILE.test(file)) return problems

  const nodes = [...walk(program as unknown as Node)]
  const body = program.body as unknown as readonly Node[]
  for (const imported of importsOf(nodes)) {
    const problem = importProblem(file, imported)
    if (problem !== undefined) problems.push(problem)
  }
  const layer = file.split('/')[0] ?? ''
  if (PURE.includes(layer)) {
    for (const node of nodes) {
      if (node.type === 'Identifier' && node['name'] === 'Date')
        problems.push('Date in a pure layer')
      if (node.type !== 'MemberExpression') continue
      const { object, property } = node
      const named = isNode(object) && object['name'] === 'Math' && isNode(property)
      if (named && (property['name'] ?? property['value']) === 'random') {
        problems.push('Math.random in a pure layer')
      }
    }
  }
  if (layer === 'linux') {
    for (const node of body) {
      const declared = isNode(node['declaration']) ? node['declaration'] : node
      if (declared.type === 'VariableDeclaration' && declared['kind'] !== 'const') {
        problems.push(`module-level ${declared['kind']}`)
      }
    }
    for (const name of exportedFunctions(body)) {
      if (![SNAKE, CAMEL, PAGE_FLAG].some((form) => form.test(name))) {
        problems.push(`${name} is neither snake_case (Linux has it) nor camelCase (ours)`)
      }
    }
  }
  return problems
}

function sourceFiles(): readonly string[] {
  const names = fs.readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  return names
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
}

const firstLine = (source: string) => `"${source.split('\n', 1)[0]}"`

describe('the source tree', () => {
  test('keeps every fence', () => {
    const found = sourceFiles().flatMap((file) =>
      problemsOf(file, fs.readFileSync(path.join(SRC, file), 'utf8')).map(
        (text) => `${file}: ${text}`,
      ),
    )
    expect(found).toEqual([])
  })

  test('has no directory outside the import matrix, and the matrix none that is missing', () => {
    const directories = fs
      .readdirSync(SRC, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
    expect(directories.map(({ name }) => name).filter((name) => !matrix.has(name))).toEqual([])
    expect([...(matrix.get('base')?.layers.keys() ?? [])].sort()).toEqual([...layers].sort())
    expect(layers.filter((name) => matrix.get(name)?.layers.get(name) !== 'x')).toEqual([])
  })
})

describe('the fences of this file', () => {
  const planted: readonly (readonly [file: string, source: string, problem: string])[] = [
    ['linux/mm/a.ts', "import { x } from '../../sim/a.ts'", 'linux may not import sim'],
    ['linux/mm/a.ts', "export * from '../../lang/a.ts'", 'linux may not import lang'],
    ['base/a.ts', "const x = import('../machine/a.ts')", 'base may not import machine'],
    ['base/a.ts', "type X = import('../machine/a.ts').X", 'base may not import machine'],
    ['ui/a.tsx', "import { x } from '../machine/a.ts'", 'ui may import only types of machine'],
    ['ui/a.tsx', "import { type X } from '../machine/a.ts'", 'ui may import only types of machine'],
    ['ui/a.tsx', "export { x } from '../machine/a.ts'", 'ui may import only types of machine'],
    ['main.tsx', "import './sim/a.ts'", 'main.tsx may not import sim'],
    ['elsewhere/a.ts', "import './b.ts'", 'elsewhere is not in the import matrix'],
    ['sim/a.ts', "import fs from 'node:fs'", 'sim may not import the package node:fs'],
    ['scene/a.ts', "import { zoom } from 'd3-zoom'", 'scene may not import the package d3-zoom'],
    ['ui/a.ts', "import x from 'reactive'", 'ui may not import the package reactive'],
    ['linux/a.ts', 'let count = 0', 'module-level let'],
    ['linux/a.ts', 'export var count = 0', 'module-level var'],
    [
      'linux/a.ts',
      'export function* do_wpPage() {}',
      'do_wpPage is neither snake_case (Linux has it) nor camelCase (ours)',
    ],
    [
      'linux/a.ts',
      'export const WpPage = () => 0',
      'WpPage is neither snake_case (Linux has it) nor camelCase (ours)',
    ],
    ['sim/a.ts', 'const now = new Date()', 'Date in a pure layer'],
    ['sim/a.ts', 'const x = Math.random()', 'Math.random in a pure layer'],
    ['sim/a.ts', "const x = Math['random']()", 'Math.random in a pure layer'],
    ['ui/a.ts', 'let a\n'.repeat(601), '601 lines of code: more than 600'],
    ['ui/a.test.ts', 'let a\n'.repeat(601), '601 lines of code: more than 600'],
  ]
  for (const [file, source, problem] of planted) {
    test(`stop ${firstLine(source)} in ${file}`, () => {
      expect(problemsOf(file, source)).toContain(problem)
    })
  }

  const allowed: readonly (readonly [file: string, source: string])[] = [
    ['ui/a.tsx', "import type { X } from '../machine/a.ts'"],
    ['ui/a.tsx', "import { createRoot } from 'react-dom/client'"],
    ['ui/a.tsx', "import { zoom } from 'd3-zoom'"],
    ['ui/deep/er/a.tsx', "import { x } from '../../../store/a.ts'"],
    ['main.tsx', "import url from './worker/sim.worker.ts?worker&url'"],
    ['linux/mm/a.test.ts', "import { x } from '../../sim/a.ts'"],
    ['linux/a.ts', 'export function* do_wp_page() { let x = 0; yield x }'],
    ['linux/a.ts', 'export const __swp_entry = () => 0, isOurs = () => 1'],
    ['linux/a.ts', 'export function SetPageAnonExclusive() {}'],
    ['linux/a.ts', 'export const VM_UFFD_WP = 1'],
    ['sim/a.ts', "// a Date, Math.random()\nconst x = 'Date'"],
    ['ui/a.ts', `${'// words\n\n/* more\nwords */\n'.repeat(601)}let a`],
  ]
  for (const [file, source] of allowed) {
    test(`let pass ${firstLine(source)} in ${file}`, () => {
      expect(problemsOf(file, source)).toEqual([])
    })
  }
})

describe('the fences of the linter', () => {
  const PACKAGES = [
    '@codemirror/state',
    '@fontsource/ibm-plex-sans/400.css',
    'd3-shape',
    'd3-zoom',
    'fflate',
    'immer',
    'node:fs',
    'node:fs/promises',
    'react',
    'react-dom/client',
    'tinykeys',
    'valibot',
    'zustand',
    'zustand/middleware',
  ]
  const RULES: readonly (readonly [file: string, source: string, rule: string])[] = [
    ['sim/clock.ts', 'export const now = () => Date.now()', 'noRestrictedGlobals'],
    ['sim/dom.ts', 'export const dom = () => document.title', 'noRestrictedGlobals'],
    ['machine/timer.ts', 'export const t = () => setTimeout(() => 0, 1)', 'noRestrictedGlobals'],
    ['explore/random.ts', 'export const random = () => Math.random()', 'noJsRestrictedProperties'],
    ['lang/console.ts', "export const log = () => console.log('x')", 'noConsole'],
    ['lang/one.ts', "import { b } from './two.ts'\nexport const a = () => b", 'noImportCycles'],
    ['lang/two.ts', "import { a } from './one.ts'\nexport const b = () => a", 'noImportCycles'],
    [
      'worker/floating.ts',
      'const wait = async (): Promise<number> => 1\nexport function go(): void {\n  wait()\n}',
      'noFloatingPromises',
    ],
    [
      'ui/hook.tsx',
      "import { useState } from 'react'\nexport function A({ on }: { on: boolean }) {\n" +
        '  if (on) useState(0)\n  return <p>a</p>\n}',
      'useHookAtTopLevel',
    ],
    ['ui/alt.tsx', 'export const A = () => <img src="a.png" />', 'useAltText'],
    ['ui/extension.ts', "import { a } from './other'\nexport const b = a", 'useImportExtensions'],
    ['ui/other.ts', 'export const a: any = 1', 'noExplicitAny'],
    ['ui/default.ts', 'export default 1', 'noDefaultExport'],
    ['ui/CamelCase.ts', 'export const a = 1', 'useFilenamingConvention'],
    [
      'ui/html.tsx',
      "export const A = () => <p dangerouslySetInnerHTML={{ __html: 'x' }} />",
      'noDangerouslySetInnerHtml',
    ],
  ]

  let top = ''
  /** `file:line rule`, of every planted fault that the linter reports. */
  const seen = new Set<string>()
  const key = (file: string, line: number, rule: string) => `${file}:${line} ${rule}`

  function plant(file: string, source: string): void {
    const target = path.join(top, 'src', file)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.writeFileSync(target, `${source}\n`)
  }

  /** Where the imports of `from` are planted: at the top of its directory, and two levels down. */
  const sitesOf = (from: string) =>
    from === 'main.tsx'
      ? ([['main.tsx', './']] as const)
      : ([
          [`${from}/planted.ts`, '../'],
          [`${from}/some/where/planted.ts`, '../../../'],
        ] as const)

  beforeAll(() => {
    top = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-fences-'))
    for (const name of ['biome.json', '.gitignore'])
      fs.copyFileSync(path.join(ROOT, name), path.join(top, name))
    for (const layer of layers) plant(`${layer}/thing.ts`, 'export const thing = 1')
    for (const from of matrix.keys()) {
      for (const [file, up] of sitesOf(from)) {
        const lines = [...layers.map((to) => `${up}${to}/thing.ts`), ...PACKAGES]
        plant(file, lines.map((name, at) => `export { thing as a${at} } from '${name}'`).join('\n'))
      }
    }
    for (const [file, source] of RULES) plant(file, source)

    const biome = path.join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const flags = ['lint', '--reporter=json', '--max-diagnostics=none', '.']
    const { stdout, stderr } = spawnSync(process.execPath, [biome, ...flags], {
      cwd: top,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    if (!stdout.startsWith('{')) throw new Error(`Biome did not report: ${stderr}`)
    interface Report {
      diagnostics: { category: string; location: { path: string; start: { line: number } } }[]
    }
    for (const { category, location } of (JSON.parse(stdout) as Report).diagnostics) {
      const file = location.path
        .split(path.sep)
        .join('/')
        .replace(/^(.*\/)?src\//, '')
      seen.add(key(file, location.start.line, category.split('/').at(-1) ?? ''))
    }
  }, 60_000)

  afterAll(() => {
    fs.rmSync(top, { recursive: true, force: true })
  })

  test.each([...matrix.keys()])(
    'let %s import what the matrix allows, and nothing else',
    (from) => {
      const row = matrix.get(from)
      for (const [file] of sitesOf(from)) {
        const refused = (line: number) => seen.has(key(file, line, 'noRestrictedImports'))
        const wrong = [
          ...layers.filter((to, at) => refused(at + 1) === ((row?.layers.get(to) ?? '') !== '')),
          ...PACKAGES.filter((name, at) => {
            const allowed = row?.packages.some((pattern) => matches(name, pattern)) ?? false
            return refused(layers.length + at + 1) === allowed
          }),
        ]
        expect(wrong, `${file}: the matrix and biome.json differ`).toEqual([])
      }
    },
  )

  for (const [file, , rule] of RULES) {
    test(`stop ${rule} in ${file}`, () => {
      const found = [...seen].filter((row) => row.startsWith(`${file}:`))
      expect(found.map((row) => row.split(' ')[1])).toContain(rule)
    })
  }
})

describe('the fence of the compiler', () => {
  test('stops the browser, Node and the clock of timers in a pure layer', () => {
    const top = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-pure-'))
    try {
      for (const name of ['tsconfig.base.json', 'tsconfig.pure.json']) {
        fs.copyFileSync(path.join(ROOT, name), path.join(top, name))
      }
      const names = ['document', 'performance', 'console', 'setTimeout', 'process', 'TextEncoder']
      for (const layer of PURE) {
        fs.mkdirSync(path.join(top, 'src', layer), { recursive: true })
        const uses = names.map((name, at) => `export const a${at} = ${name}\n`)
        fs.writeFileSync(path.join(top, 'src', layer, 'planted.ts'), uses.join(''))
      }
      const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
      const flags = ['-p', 'tsconfig.pure.json', '--pretty', 'false']
      const { stdout } = spawnSync(process.execPath, [tsc, ...flags], {
        cwd: top,
        encoding: 'utf8',
      })
      const found = new Set(
        [...stdout.matchAll(/^src\/(\w+)\/planted\.ts\((\d+),/gm)].map(([, a, b]) => `${a} ${b}`),
      )
      const wanted = PURE.flatMap((layer) => names.map((_, at) => `${layer} ${at + 1}`))
      expect([...found].sort()).toEqual(wanted.sort())
    } finally {
      fs.rmSync(top, { recursive: true, force: true })
    }
  }, 60_000)
})

describe('style sheets', () => {
  const rules = (css: string) =>
    [...css.matchAll(/([^{}]*)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
      selector: selector.replace(/\/\*[\s\S]*?\*\//g, '').trim(),
      body,
    }))
  /** Scrolls, but what is placed absolutely in it stays where it is and makes the page itself longer. */
  const leaks = (css: string) =>
    rules(css)
      .filter(({ body }) => /overflow(-y)?: auto/.test(body) && !/\bposition:/.test(body))
      .map(({ selector }) => selector)

  test('what scrolls is positioned', () => {
    const sheets = fs
      .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.css'))
    expect(sheets.length).toBeGreaterThan(10)
    for (const file of sheets) {
      expect({ file, leaks: leaks(fs.readFileSync(path.join(SRC, file), 'utf8')) }).toEqual({
        file,
        leaks: [],
      })
    }
    expect(leaks('.pane { overflow: auto; } .other { color: red; }')).toEqual(['.pane'])
  })
})
