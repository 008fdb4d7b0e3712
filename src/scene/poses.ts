/** Names under which the steps move what stands beside the tables: the same for who draws it and who moves it. */
import type { TlbEntry } from '../machine/tlb.ts'

export function tlbPose({ cpu, mm, vpn }: Pick<TlbEntry, 'cpu' | 'mm' | 'vpn'>): string {
  return `tlb-${cpu}-${mm}-${vpn}`
}

/** CPU of a translation, by its name. */
export function cpuOfPose(pose: string): number {
  return Number(pose.split('-')[1])
}

/** A lock is named alike wherever the process it belongs to goes without saying. */
export function lockPose(name: string): string {
  return `lock-${name.replace(/ of .*$/, '')}`
}
