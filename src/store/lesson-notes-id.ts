const ID = /^[0-9a-f]{16}$/

/** The name of the channel, where this page is a window of notes. */
export function notesId(search: string = location.search): string | null {
  const id = new URLSearchParams(search.slice(0, 200)).get('notes')
  return id !== null && ID.test(id) ? id : null
}
