/** Which changes of the page are jumps: Back undoes the last one. All others replace the entry of the history. */

let jumped = false
let following = false

/** The next write of the address makes an entry of its own; not while an address is being followed. */
export function noteJump(): void {
  if (!following) jumped = true
}

/** Tells whether a jump waits to be written, and forgets it. */
export function takeJump(): boolean {
  const was = jumped
  jumped = false
  return was
}

/** Does what an address says, which is not a jump of its own. */
export function withoutJump(work: () => void): void {
  following = true
  try {
    work()
  } finally {
    following = false
  }
}
