/** A gigabyte, ready for its first `wp`: with pages of its own, with pages of a file, with nothing but the mapping. */
const PAGES = 262_144

export const CASES = {
  anon: `map A anon ${PAGES}\nadvise A populate-write\nuffd\nregister A wp`,
  shmem: `file F ${PAGES}\nmap A file F\nadvise A populate-write\nuffd\nregister A wp`,
  marker: `file F ${PAGES}\nmap A file F\nuffd\nregister A wp`,
} as const
export type Kind = keyof typeof CASES
export const KINDS = Object.keys(CASES) as readonly Kind[]
