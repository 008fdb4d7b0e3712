/** The sign: a walk down four steps that ends on a page. */
export function Sign({ size = 26 }: { size?: number }) {
  return (
    <svg
      className="sign"
      width={size}
      height={size * 0.8}
      viewBox="0 0 26 20"
      fill="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M2.5 3h5v4h5v4.5h5v4h4" stroke="currentColor" strokeWidth="1.8" />
      <circle cx="2.6" cy="3" r="2.2" fill="currentColor" />
      <rect x="19.5" y="12.2" width="6" height="6" rx="1" fill="var(--uw)" />
    </svg>
  )
}
