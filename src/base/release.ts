/** A kernel's name (`v6.1`, `6.12.107`) as a number that sorts: major × 1000 + minor. */
export type Release = number

export function releaseNumber(name: string): Release {
  const [major = '0', minor = '0'] = name.replace(/^v/, '').split('.')
  return Number(major) * 1000 + Number(minor)
}
