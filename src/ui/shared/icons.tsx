/** The icons of the controls: 16 px, one stroke in the colour of the text. All are decoration beside a name. */
import type { ReactNode } from 'react'

const SHAPES = {
  arrowLeft: <path d="M13.5 8h-11M6.5 4l-4 4 4 4" />,
  arrowRight: <path d="M2.5 8h11M9.5 4l4 4-4 4" />,
  bolt: <path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z" />,
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  chevronDown: <path d="m4 6 4 4 4-4" />,
  chevronUp: <path d="m4 10 4-4 4 4" />,
  close: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  compare: <path d="M2 2.5h4.5v11H2zM9.5 2.5H14v11H9.5z" />,
  dots: (
    <g fill="currentColor" stroke="none">
      <circle cx="2.6" cy="8" r="1.6" />
      <circle cx="8" cy="8" r="1.6" />
      <circle cx="13.4" cy="8" r="1.6" />
    </g>
  ),
  download: <path d="M8 1.5v8.7M4.3 6.7 8 10.4l3.7-3.7M2 11v3h12v-3" />,
  drop: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  envelope: <path d="M1.8 3.5h12.4v9H1.8zM1.8 4l6.2 5 6.2-5" />,
  eye: (
    <>
      <path d="M1.2 8C3 5 5.3 3.6 8 3.6S13 5 14.8 8C13 11 10.7 12.4 8 12.4S3 11 1.2 8Z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  first: (
    <g fill="currentColor">
      <path d="M13 3v10L6 8z" strokeLinejoin="round" />
      <path d="M3.2 2.8v10.4" strokeWidth="2" />
    </g>
  ),
  forward: <path d="M4.5 3v10l8-5z" fill="currentColor" strokeLinejoin="round" />,
  back: <path d="M11.5 3v10l-8-5z" fill="currentColor" strokeLinejoin="round" />,
  pause: (
    <g fill="currentColor" stroke="none">
      <rect x="3.5" y="2.5" width="3.2" height="11" rx="1" />
      <rect x="9.3" y="2.5" width="3.2" height="11" rx="1" />
    </g>
  ),
  fullScreen: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  fork: (
    <>
      <path d="M8 3.5v4L4 12.6M8 7.5l4 5.1" />
      <g fill="currentColor" stroke="none">
        <circle cx="8" cy="2.8" r="1.9" />
        <circle cx="3.8" cy="13.2" r="1.9" />
        <circle cx="12.2" cy="13.2" r="1.9" />
      </g>
    </>
  ),
  frame: <path d="M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5" />,
  help: (
    <>
      <circle cx="8" cy="8" r="6.3" />
      <path d="M6 6.3C6 5 6.9 4.4 8 4.4s2 .7 2 1.8c0 1.5-2 1.5-2 3M8 11.2v.6" />
    </>
  ),
  into: (
    <>
      <path d="M8 1.5v7M5.2 5.8 8 8.6l2.8-2.8" />
      <circle cx="8" cy="12.8" r="1.7" fill="currentColor" stroke="none" />
    </>
  ),
  last: (
    <g fill="currentColor">
      <path d="M3 3v10l7-5z" strokeLinejoin="round" />
      <path d="M12.8 2.8v10.4" strokeWidth="2" />
    </g>
  ),
  menu: <path d="M2 3.5h12M2 8h12M2 12.5h12" />,
  minus: <path d="M2.5 8h11" />,
  moon: <path d="M13.5 9.8A6 6 0 1 1 6.6 2.3a4.8 4.8 0 0 0 6.9 7.5Z" />,
  out: (
    <>
      <path d="M8 9V2M5.2 4.8 8 2l2.8 2.8" />
      <circle cx="8" cy="12.8" r="1.7" fill="currentColor" stroke="none" />
    </>
  ),
  over: (
    <>
      <path d="M2 9.2C2 5.7 4.4 3.6 7.6 3.6c3 0 5 1.7 5.6 4.4M10.2 6.6l3 1.6 1.6-3" />
      <circle cx="8" cy="11.8" r="1.7" fill="currentColor" stroke="none" />
    </>
  ),
  pencil: <path d="M2.5 13.5 3.3 10 10.8 2.5l2.7 2.7L6 12.7zM9 4.3l2.7 2.7" />,
  plus: <path d="M8 2.5v11M2.5 8h11" />,
  redo: <path d="M13 6.5H6a3.5 3.5 0 0 0 0 7h3M10 3.5l3 3-3 3" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.8" />
      <path d="m10.6 10.6 4 4" />
    </>
  ),
  share: (
    <>
      <path d="M5.6 7 10.6 4.4M5.6 9l5 2.6" />
      <circle cx="3.8" cy="8" r="2.1" />
      <circle cx="12.3" cy="3.5" r="2.1" />
      <circle cx="12.3" cy="12.5" r="2.1" />
    </>
  ),
  shield: <path d="M8 1.6 13.3 3.3v4.5c0 3.2-2.1 5.4-5.3 6.6-3.2-1.2-5.3-3.4-5.3-6.6V3.3z" />,
  shieldCheck: (
    <>
      <path d="M8 1.6 13.3 3.3v4.5c0 3.2-2.1 5.4-5.3 6.6-3.2-1.2-5.3-3.4-5.3-6.6V3.3z" />
      <path d="m5.6 7.8 1.8 1.8 3.2-3.4" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1v1.8M8 13.2V15M1 8h1.8M13.2 8H15M3 3l1.3 1.3M11.7 11.7 13 13M13 3l-1.3 1.3M4.3 11.7 3 13" />
    </>
  ),
  undo: <path d="M3 6.5h7a3.5 3.5 0 0 1 0 7H7M6 3.5l-3 3 3 3" />,
  upload: <path d="M8 10.3V1.8M4.6 5.2 8 1.8l3.4 3.4M2 9.5v4.7h12V9.5" />,
  warn: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
      <path d="M8 4v5M8 11.2v.6" stroke="var(--surface)" strokeWidth="2" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof SHAPES

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  )
}
