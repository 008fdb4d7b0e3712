/**
 * `262,144`: a whole number with its thousands apart, also where the browser's own language writes it otherwise. Not by
 * `toLocaleString`, whose first call loads the tables of all languages: some milliseconds while the page starts.
 */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
