/** What a figure must be read with: the machine, and how busy it was. */
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import process from 'node:process'

export type MachineFacts = Readonly<Record<string, string>>

export function machineFacts(): MachineFacts {
  const cpus = os.cpus()
  const cc = spawnSync('cc', ['--version'], { encoding: 'utf8' })
  return {
    cpu: `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    kernel: `${os.type()} ${os.release()}`,
    node: `${process.version} (V8 ${process.versions.v8})`,
    compiler: cc.status === 0 ? (cc.stdout.split('\n')[0] ?? '') : 'none',
    load: os
      .loadavg()
      .map((n) => n.toFixed(1))
      .join(' '),
  }
}
