// The page's own script is asked for by the first one (src/main.tsx); so that the browser need not wait to be told, the
// file names it, all that it imports, and the fonts of the first picture.

const PAGE = /src\/ui\/page\.tsx$/
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
        return [
          ...[...scripts]
            .filter((name) => !named(name))
            .map((name) => link(name, { rel: 'modulepreload' })),
          ...fonts.map((name) => link(name, { rel: 'preload', as: 'font', type: 'font/woff2' })),
        ]
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
