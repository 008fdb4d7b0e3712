/** The colours of the theme for what is drawn on a canvas, and its one font. */
import { useMemo } from 'react'
import type { Tone } from '../../scene/map-ladder.ts'
import { useApp } from '../../store/store.ts'
import { useMedia } from '../shared/use-media.ts'

const TOKENS = [
  'paper',
  'surface',
  'ink',
  'ink2',
  'ink3',
  'hair',
  'hair2',
  'ctl',
  'mark',
  'rw',
  'rw-on',
  'rw-text',
  'ro',
  'ro-line',
  'ro-ground',
  'uw',
  'uw-on',
  'uw-text',
  'mk',
  'mk-line',
  'mk-text',
  'mk-ground',
  'sp',
  'sp-on',
  'sp-text',
] as const

export type Token = (typeof TOKENS)[number]

export interface Inks {
  readonly tone: Tone
  readonly of: Readonly<Record<Token, string>>
  readonly mono: string
}

const BOTH = /light-dark\(\s*([^,]+?)\s*,\s*([^)]+?)\s*\)/

function readInks(tone: Tone): Inks {
  const style = getComputedStyle(document.documentElement)
  const colour = (token: Token): string => {
    const value = style.getPropertyValue(`--${token}`)
    const pair = BOTH.exec(value)
    return (tone === 'light' ? pair?.[1] : pair?.[2]) ?? value.trim()
  }
  const of = Object.fromEntries(TOKENS.map((token) => [token, colour(token)]))
  return { tone, of: of as Record<Token, string>, mono: style.getPropertyValue('--font-mono') }
}

export function useTone(): Tone {
  const theme = useApp((state) => state.view.theme)
  const prefersDark = useMedia('(prefers-color-scheme: dark)')
  return theme === 'dark' || (theme === 'system' && prefersDark) ? 'dark' : 'light'
}

export function useInks(): Inks {
  const tone = useTone()
  return useMemo(() => readInks(tone), [tone])
}
