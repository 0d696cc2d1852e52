import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Recording } from './open.js'

/** Milliseconds between two times that a writer says that it lives. */
export const renewMs = 10_000
/** Milliseconds after which a writer that cannot be looked at, such as one in another container, is taken for dead. */
const expiresMs = 120_000

/** A writer's hold on its run: while it is fresh, the run is not purged. */
export interface Lease {
  renew(): void
  release(): void
}

interface Holder {
  readonly machine: string
  readonly pid: number
  readonly born: string
}

export function takeLease(recording: Recording, run: string): Lease {
  const { machine, pid, born } = self()
  const take = recording.prepare('INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?, ?)')
  const release = recording.prepare('DELETE FROM lease WHERE run_id = ?')
  const renew = (): unknown => take.run(run, machine, pid, born, Date.now())
  return { renew, release: () => void release.run(run) }
}

/** Returns the ids of the runs that are being written now. */
export function liveRuns(recording: Recording): string[] {
  const leases = recording
    .prepare('SELECT lease.* FROM lease JOIN run ON run.id = lease.run_id WHERE run.ended_at IS NULL')
    .all() as (Holder & { readonly run_id: string; readonly renewed_at: number })[]
  return leases.filter(isFresh).map(({ run_id }) => run_id)
}

/** True if the writer lives. On this machine its process can be asked, however long it is busy; elsewhere only the time tells. */
function isFresh({ machine, pid, born, renewed_at }: Holder & { readonly renewed_at: number }): boolean {
  const inTime = Date.now() - renewed_at < expiresMs
  if (machine !== self().machine) return inTime
  if (!isAlive(pid)) return false
  return born === '' ? inTime : bornAt(pid) === born
}

function self(): Holder {
  return { machine: `${hostname()} ${pidNamespace()}`.trim(), pid: process.pid, born: bornAt(process.pid) }
}

/** Returns the pid namespace: containers that share a host name do not share their pids. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** Returns the start time of a process, field 22 of proc(5), with the boot that it counts from. */
function bornAt(pid: number): string {
  try {
    const started = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[19]
    return `${started ?? ''} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM'
  }
}
