/** How large a scenario may be. The numbers belong to version 1 of the language: every reader of it has the same. */
export const LIMITS = {
  /** Bytes of the text in UTF-8. */
  textBytes: 64 * 1024,
  /** Operations; each side of `||` is one. Header lines, notes and blank lines are free. */
  statements: 2000,
  /** Threads and processes that are ever named, `main` and `monitor` among them. */
  actors: 16,
  /** Regions that are mapped in some process at the same time. */
  liveRegions: 64,
  /** 4 KiB pages of one region, or of one file. */
  pages: 2 ** 20,
  /** Pages of all live regions together, each counted once however many processes share it; likewise of all files. */
  totalPages: 2 ** 22,
  nameLength: 32,
  cpus: 8,
} as const

/** The newest version of the language that is understood here. */
export const NEWEST_VERSION = 1

export const PAGE_SIZE = 4096n

/** The first address that is not in user space, with four levels of page tables. */
export const USER_SPACE_END = 1n << 47n
