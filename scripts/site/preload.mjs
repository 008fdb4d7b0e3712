// The page's own script is asked for by the first one (src/main.tsx); so that the browser need not wait to be told, the
// file names it, all that it imports, and the fonts of the first picture. The one script that the file waits for comes
// after all of them: whatever is named behind it is asked for only when it is here.

const PAGE = /src\/ui\/page\.tsx$/
const BEFORE_PAINT = /[ \t]*<script src="(\.\/before-paint\.js)"><\/script>\r?\n?/
const SHEET = /[ \t]*<link rel="stylesheet"[^>]*>\r?\n/
const MODULE = /[ \t]*<script type="module"/
const FONTS = /ibm-plex-(?:sans-latin-400|sans-latin-600|mono-latin-400)-normal-[\w-]+\.woff2$/

/** @returns {import('vite').Plugin} */
export function preloads() {
  return {
    name: 'ptescope:preloads',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const page = Object.values(bundle).find(
          (part) => part.type === 'chunk' && part.moduleIds.some((id) => PAGE.test(id)),
        )
        if (page === undefined)
          throw new Error('the build has no part of its own for src/ui/page.tsx')
        /** @type {Set<string>} */
        const scripts = new Set()
        const add = (/** @type {string} */ name) => {
          const part = bundle[name]
          if (part?.type !== 'chunk' || scripts.has(name)) return
          scripts.add(name)
          for (const one of part.imports) add(one)
        }
        add(page.fileName)
        const fonts = Object.keys(bundle).filter((name) => FONTS.test(name))
        const named = (/** @type {string} */ name) =>
          html.includes(`href="./${name}"`) || html.includes(`src="./${name}"`)
        const [tag, src = ''] = BEFORE_PAINT.exec(html) ?? []
        if (tag === undefined) throw new Error('the file has no before-paint.js')
        const tags = [
          ...[...scripts]
            .filter((name) => !named(name))
            .map((name) => link(name, { rel: 'modulepreload' })),
          ...fonts.map((name) => link(name, { rel: 'preload', as: 'font', type: 'font/woff2' })),
          { tag: 'script', attrs: { src }, injectTo: /** @type {const} */ ('head') },
        ]
        const [sheet = ''] = SHEET.exec(html) ?? []
        const first = `${sheet}    <link rel="preload" as="script" href="${src}">\n`
        const rest = html.replace(tag, '').replace(sheet, '')
        return { html: rest.replace(MODULE, (module) => `${first}${module}`), tags }
      },
    },
  }
}

/** @param {string} name @param {Record<string, string>} attrs @returns {import('vite').HtmlTagDescriptor} */
const link = (name, attrs) => ({
  tag: 'link',
  attrs: { ...attrs, crossorigin: true, href: `./${name}` },
  injectTo: 'head',
})
