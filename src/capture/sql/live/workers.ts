import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Finds the process at the other end of a connection on this machine (Linux, proc(5)). */
export interface WorkerFinder {
  /** undefined where it cannot be seen: gone already, on another machine, or another user's. */
  find(clientPort: number): number | undefined
}

/** @param tapPort the port that the connections lead to. */
export function workerFinder(tapPort: number): WorkerFinder {
  /** Processes that had a connection before: looked at first. */
  const known = new Set<number>()

  return {
    find(clientPort) {
      const link = socketLink(clientPort, tapPort)
      if (link === undefined) return undefined
      for (const pid of known) if (holds(pid, link)) return pid
      for (const pid of allProcesses()) {
        if (known.has(pid) || pid === process.pid || !holds(pid, link)) continue
        known.add(pid)
        return pid
      }
      return undefined
    },
  }
}

/** `socket:[INODE]` of the client's end, from the kernel's table: local address, remote address … inode. */
function socketLink(clientPort: number, tapPort: number): string | undefined {
  const table = readFileSync('/proc/net/tcp', 'latin1')
  const row = new RegExp(`: [0-9A-F]{8}:${hexPort(clientPort)} [0-9A-F]{8}:${hexPort(tapPort)} 01 (?:\\S+ +){5}(\\d+)`)
  const inode = row.exec(table)?.[1]
  return inode === undefined || inode === '0' ? undefined : `socket:[${inode}]`
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0')
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function holds(pid: number, link: string): boolean {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).some((fd) => linkOf(`${folder}/${fd}`) === link)
  } catch {
    return false // gone, or another user's
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
