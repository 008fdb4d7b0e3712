/**
 * What threads do, learnt once. A thread between two preemption points is a function of what it reads there, so its next
 * step is kept as a decision tree: which slot it reads first, and for each value seen there what it reads next, down to
 * what it changes and where it then stands. A step that was seen before costs a walk down the tree; no kernel code runs.
 *
 * The tree is exact. Two steps share a leaf only if every value that the kernel code read was the same.
 */

/** The end of a path: one step. Values are absolute; `adds` and `bits` do not depend on what was there. */
export interface Leaf {
  readonly is: 'leaf'
  /** All slots read, in order, with their values: enough to run the step again alone. */
  readonly readSlots: Int32Array
  readonly readValues: Uint32Array
  readonly writeSlots: Int32Array
  readonly writeValues: Uint32Array
  /** Triples slot, set, clear. */
  readonly bits: Int32Array
  /** Pairs slot, amount. */
  readonly adds: Int32Array
  /** Where the thread stands afterwards. */
  readonly next: Cont
  /** Chunks of the state that it changes, and what it makes of their contents; filled in by the search. */
  changes: readonly ChunkChange[]
}

/** What a step makes of one chunk: a function of what the chunk holds, so it is worked out once for each content. */
export interface ChunkChange {
  readonly chunk: number
  readonly known: Map<number, number>
  /** Pairs before, after of the contents met last, by the low bits of `before`: spares most looks into the map. */
  readonly recent: Int32Array
}

export const RECENT = 32

export interface ReadNode {
  readonly is: 'read'
  readonly slot: number
  value: number
  child: Node
  more: Map<number, Node> | null
}
export type Node = Leaf | ReadNode

export const WOKEN = -1
export const SERVING = -2

export type Digest = readonly [number, number, number, number]

/** How a thread comes into being. */
export interface Root {
  readonly actor: number
  /** Place in a state's row: the actor's own, or the one of serving. */
  readonly lane: number
  /** Statement of the line, or WOKEN from a sleep, or SERVING. */
  readonly statement: number
  /** Tells roots apart. */
  readonly key: string
}

/**
 * Where a thread stands: at a preemption point, asleep (or not there at all), or over. Its identity is the call that it
 * runs, the point, and what it remembers: what it said that it still needs (`Kernel.remembers`), else all that it has read.
 */
export interface Cont {
  readonly id: number
  readonly kind: 'point' | 'idle' | 'over'
  readonly actor: number
  readonly lane: number
  readonly root: Root | null
  /** POINT_* where it stands; 0: not begun. */
  readonly point: number
  /** 128 bits of what tells it from others, the same in every process: for counting over several of them. */
  readonly digest: Digest
  /** One way to get here, found first: for running it again. */
  readonly from: Cont | null
  readonly via: Leaf | null
  /** Slots and masks that must be clear before it can go on; slot, mask. */
  readonly obstacles: Int32Array
  readonly waitsFor: string | null
  /** How the call ended: number in the pool of ends; -1: not over. */
  readonly end: number
  /** LOCK_* kinds that it holds, as bits. */
  readonly held: number
  tree: Node | null
}

/** The step that `cont` takes in the state `row`, or null: not seen yet. */
export function lookUp(cont: Cont, row: Uint32Array): Leaf | null {
  let node = cont.tree
  while (node !== null && node.is === 'read') {
    const value = row[node.slot] as number
    node = value === node.value ? node.child : (node.more?.get(value) ?? null)
  }
  return node
}

/** Puts a new step into the tree. Its reads agree with what is there as far as the values agree. */
export function learn(cont: Cont, leaf: Leaf): void {
  const { readSlots, readValues } = leaf
  let at = 0
  if (cont.tree === null) {
    cont.tree = chain(leaf, 0)
    return
  }
  let node: Node = cont.tree
  for (;;) {
    if (node.is === 'leaf') throw new Error('two steps for the same reads: a read went unnoticed')
    if (node.slot !== readSlots[at]) throw new Error('a step read something else for no reason')
    const value = readValues[at] as number
    at++
    if (value === node.value) {
      node = node.child
      continue
    }
    const next: Node | undefined = node.more?.get(value)
    if (next === undefined) {
      node.more ??= new Map()
      node.more.set(value, chain(leaf, at))
      return
    }
    node = next
  }
}

function chain(leaf: Leaf, from: number): Node {
  let node: Node = leaf
  for (let i = leaf.readSlots.length - 1; i >= from; i--) {
    node = {
      is: 'read',
      slot: leaf.readSlots[i] as number,
      value: leaf.readValues[i] as number,
      child: node,
      more: null,
    }
  }
  return node
}

/** Every step known from here. */
export function eachLeaf(node: Node | null, visit: (leaf: Leaf) => void): void {
  if (node === null) return
  if (node.is === 'leaf') {
    visit(node)
    return
  }
  eachLeaf(node.child, visit)
  if (node.more !== null) for (const next of node.more.values()) eachLeaf(next, visit)
}
