/** What this machine can check: compiler, rights, kernel, and what its kernel offers. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import process from 'node:process'
import { profiles } from '../../linux/profiles/index.ts'

export interface Machine {
  /** As `uname -r` says. */
  readonly release: string
  /** The simulator's profile that is nearest to it. */
  readonly profile: string
  readonly hasSwap: boolean
  /** May anonymous shared memory become huge without being on a tmpfs of ours? */
  readonly shmemMayBeHuge: boolean
  readonly hasThp: boolean
}

/** The machine, or why nothing can be checked on it. */
export function lookAtMachine(): Machine | { readonly reason: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: 'not Linux on x86-64' }
  if (process.getuid?.() !== 0) return { reason: 'not root: page frames cannot be seen' }
  if (spawnSync('cc', ['--version']).status !== 0) return { reason: 'no C compiler (cc)' }
  if (!read('/proc/kallsyms').includes(' __x64_sys_userfaultfd')) {
    return { reason: 'no userfaultfd in this kernel' }
  }
  const release = os.release()
  const profile = nearestProfile(release)
  if (profile === null) return { reason: `no profile for Linux ${release}` }
  const shmem = read('/sys/kernel/mm/transparent_hugepage/shmem_enabled')
  const thp = read('/sys/kernel/mm/transparent_hugepage/enabled')
  return {
    release,
    profile,
    hasSwap: read('/proc/swaps').trim().split('\n').length > 1,
    shmemMayBeHuge: shmem !== '' && !/\[(never|deny)\]/.test(shmem),
    hasThp: /\[(madvise|always)\]/.test(thp),
  }
}

/** Why a scenario cannot be checked here, or null. */
export function whyNot(machine: Machine, text: string): string | null {
  if (!machine.hasSwap && /\badvise \S+ pageout\b/.test(text)) return 'no swap device'
  const isHuge = /\badvise \S+ (hugepage|collapse)\b/.test(text)
  if (isHuge && !machine.hasThp) return 'transparent huge pages are off'
  if (isHuge && machine.shmemMayBeHuge && /\banon \d+ shared\b/.test(text)) {
    return 'shmem_enabled is not never: shared anonymous memory may be huge'
  }
  return null
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The recorded or named release that comes closest: same series first, then the latest before it. */
function nearestProfile(release: string): string | null {
  const [major = 0, minor = 0, patch = 0] = numbersOf(release)
  const order = (n: readonly number[]) => (n[0] ?? 0) * 1e6 + (n[1] ?? 0) * 1e3 + (n[2] ?? 0)
  const wanted = order([major, minor, patch])
  const known = profiles().map(({ name }) => ({ name, at: order(numbersOf(name)) }))
  const series = known.filter(({ at }) => Math.floor(at / 1e3) === Math.floor(wanted / 1e3))
  const earlier = known.filter(({ at }) => at <= wanted)
  const near = series.length > 0 ? series : earlier
  near.sort((a, b) => Math.abs(a.at - wanted) - Math.abs(b.at - wanted))
  return near[0]?.name ?? null
}

function numbersOf(name: string): number[] {
  return (/\d+(\.\d+)*/.exec(name)?.[0] ?? '').split('.').map(Number)
}
