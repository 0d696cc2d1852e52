import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs'

/** Finds the processes at the other end of connections on this machine (Linux, proc(5)). */
export interface WorkerFinder {
  /**
   * Returns a process for each port, with one look at the kernel's table, which takes from a few milliseconds to tens.
   * undefined if it cannot be seen: already gone, on another machine, or another user's.
   */
  find(clientPorts: readonly number[]): (number | undefined)[]
}

/** @param tapPort the port that the connections lead to. */
export function workerFinder(tapPort: number): WorkerFinder {
  /** Processes that had a connection before, and the other children of their parents, which are workers of the same pool. */
  const known = new Set<number>()
  let searched = -Infinity

  const search = (link: string): number | undefined => {
    if (performance.now() - searched < searchMs) return undefined
    searched = performance.now()
    const all = allProcesses()
    const found = all.find((pid) => !known.has(pid) && pid !== process.pid && holds(pid, link))
    if (found === undefined) return undefined
    const parent = parentOf(found)
    for (const pid of all) if (pid === found || (parent !== undefined && parentOf(pid) === parent)) known.add(pid)
    return found
  }

  return {
    find(clientPorts) {
      const links = socketLinks(new Set(clientPorts), tapPort)
      return clientPorts.map((clientPort) => {
        const link = links.get(clientPort)
        if (link === undefined) return undefined
        for (const pid of known) if (holds(pid, link)) return pid
        return search(link)
      })
    },
  }
}

/** Minimum milliseconds between two searches through all processes, each of which takes several. */
const searchMs = 200

/** The kernel returns one page at a time, however much is asked for. */
const chunk = Buffer.allocUnsafe(8192)

/**
 * Returns `socket:[INODE]` of the client's end for each port, from the kernel's table: local address, remote address …
 * inode. The kernel walks its whole hash table for it, and thousands of rows are of closed connections, so it is read
 * only as far as needed.
 */
function socketLinks(clientPorts: ReadonlySet<number>, tapPort: number): ReadonlyMap<number, string> {
  const links = new Map<number, string>()
  const row = new RegExp(`: [0-9A-F]{8}:([0-9A-F]{4}) [0-9A-F]{8}:${hexPort(tapPort)} 01 (?:\\S+ +){5}(\\d+)`, 'g')
  const table = openSync('/proc/net/tcp', 'r')
  try {
    let rest = ''
    while (links.size < clientPorts.size) {
      const read = readSync(table, chunk)
      if (read === 0) break
      const text = rest + chunk.toString('latin1', 0, read)
      const end = text.lastIndexOf('\n') + 1
      rest = text.slice(end)
      for (const [, port = '', inode] of text.slice(0, end).matchAll(row))
        if (clientPorts.has(parseInt(port, 16)) && inode !== '0') links.set(parseInt(port, 16), `socket:[${inode}]`)
    }
  } finally {
    closeSync(table)
  }
  return links
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0')
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Reads the fourth field of /proc/PID/stat; the name before it is in parentheses and may contain anything. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // gone
  }
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
