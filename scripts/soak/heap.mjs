// What a page and its workers hold, by kind, after everything that can go is gone.

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').CDPSession} Session */

/**
 * Bytes of one heap. `data` is what the page's own code keeps: objects, closures, strings, typed arrays. `code` is what V8
 * makes of the page's functions. `browser` is the rest: elements, styles, and the protocol's list of all that was fetched.
 *
 * @typedef {{ data: number, code: number, browser: number }} Kinds
 */

/** Kinds of nodes of a heap snapshot that a page's own code makes. */
const DATA = new Set([
  ...['object', 'array', 'closure', 'regexp', 'number', 'bigint', 'symbol'],
  ...['string', 'concatenated string', 'sliced string'],
])
/** What lies outside of V8's heap, or is told as if it did, and belongs to the page's objects all the same. */
const DATA_OUTSIDE = new Set(
  ['JSArrayBufferData', 'ExternalStringData', 'PropertyArray'].map((name) => `system / ${name}`),
)

/** @param {string} type @param {string} name @returns {keyof Kinds} */
function kindOf(type, name) {
  if (DATA.has(type) || DATA_OUTSIDE.has(name)) return 'data'
  if (type === 'code' || type === 'object shape' || name.startsWith('system / ')) return 'code'
  return 'browser'
}

/** @param {string} json a heap snapshot @returns {Kinds} */
function kindsOf(json) {
  const { snapshot, nodes, strings } = JSON.parse(json)
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, name, size] = ['type', 'name', 'self_size'].map((one) => fields.indexOf(one))
  /** @type {Kinds} */
  const sum = { data: 0, code: 0, browser: 0 }
  for (let at = 0; at < nodes.length; at += fields.length) {
    sum[kindOf(types[0][nodes[at + type]], strings[nodes[at + name]])] += nodes[at + size]
  }
  return sum
}

/**
 * A way to talk to one heap: the page's, or that of a worker, whose messages go through the page's session.
 *
 * @typedef {object} Heap
 * @property {(method: string) => Promise<unknown>} send
 * @property {(hear: ((method: string, params: { chunk?: string }) => void) | null) => void} listen
 */

/** @param {Heap} heap @returns {Promise<Kinds>} */
async function measure({ send, listen }) {
  /** @type {string[]} */
  const chunks = []
  listen((method, { chunk }) => {
    if (method === 'HeapProfiler.addHeapSnapshotChunk' && chunk !== undefined) chunks.push(chunk)
  })
  // A snapshot collects garbage first, but once is not enough for elements and the objects that they lead to.
  await send('HeapProfiler.collectGarbage')
  await send('HeapProfiler.collectGarbage')
  await send('HeapProfiler.takeHeapSnapshot')
  listen(null)
  return kindsOf(chunks.join(''))
}

/** @param {Session} session @returns {Heap} */
function heapOfPage(session) {
  /** @type {Parameters<Heap['listen']>[0]} */
  let hear = null
  session.on('HeapProfiler.addHeapSnapshotChunk', (params) => {
    hear?.('HeapProfiler.addHeapSnapshotChunk', params)
  })
  return {
    send: (method) => session.send(/** @type {'HeapProfiler.enable'} */ (method)),
    listen: (next) => {
      hear = next
    },
  }
}

/** @param {Session} session @param {string} sessionId of the worker @returns {Heap} */
function heapOfWorker(session, sessionId) {
  /** @type {Parameters<Heap['listen']>[0]} */
  let hear = null
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (reason: Error) => void }>} */
  const waiting = new Map()
  let last = 0
  session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
    if (from !== sessionId) return
    const { id, method, params, result, error } = JSON.parse(message)
    if (id === undefined) hear?.(method, params)
    else if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(error.message))
  })
  return {
    send: (method) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        const message = JSON.stringify({ id, method, params: {} })
        session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
      }),
    listen: (next) => {
      hear = next
    },
  }
}

/**
 * @param {Page} page
 * @returns {Promise<{ page: Kinds, workers: Kinds[], nodes: number, listeners: number }>}
 */
export async function held(page) {
  const session = await page.context().newCDPSession(page)
  try {
    /** @type {string[]} */
    const found = []
    session.on('Target.attachedToTarget', ({ sessionId }) => found.push(sessionId))
    // Without `flatten`: Playwright has no way to speak to a worker's own session.
    const attach = { waitForDebuggerOnStart: false, flatten: false }
    await session.send('Target.setAutoAttach', { autoAttach: true, ...attach })
    const own = await measure(heapOfPage(session))
    /** @type {Kinds[]} */
    const workers = []
    for (const id of found) workers.push(await measure(heapOfWorker(session, id)))
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
    return { page: own, workers, nodes, listeners: jsEventListeners }
  } finally {
    await session.detach()
  }
}
