import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { setTimeout as wait } from 'node:timers/promises'

const running = new Set()
let ending = false

/** Starts a program that ends with us. What it says on stderr is kept, short, for the message when it fails. */
export function start(command, args, { env = process.env, stdout = 'ignore' } = {}) {
  if (ending) throw new Error('the benchmark is ending')
  const child = spawn(command, args, { stdio: ['ignore', stdout, 'pipe'], env })
  child.complaint = ''
  child.stderr.on('data', (chunk) => (child.complaint = (child.complaint + chunk).slice(-2000)))
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.once('error', (error) => {
    running.delete(child)
    child.complaint = String(error)
  })
  return child
}

/** Ends a program by a signal and waits until it is gone. */
export async function end(child, signal = 'SIGTERM') {
  if (!running.has(child)) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const killing = setTimeout(() => child.kill('SIGKILL'), 40_000) // Sosie drains for up to 25 s
  await gone
  clearTimeout(killing)
}

export async function endAll() {
  ending = true
  await Promise.all([...running].map((child) => end(child)))
}

/** A folder for one benchmark, gone with it; Ctrl-C ends what was started before it ends us. */
export function benchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-bench-'))
  chmodSync(folder, 0o755) // nginx reads it as another user when it was started by root
  mkdirSync(join(folder, 't'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void endAll().then(() => process.exit(128 + constants.signals[signal])))
  return folder
}

// Whatever ends us, a fault too, ends them. SIGTERM: an nginx master that is killed leaves its worker behind.
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')))

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Waits until the program takes connections there. */
export async function listening(child, port, withinMs = 15_000) {
  const until = Date.now() + withinMs
  while (Date.now() < until && running.has(child)) {
    const answered = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (answered) return
    await wait(50)
  }
  throw new Error(`${child.spawnfile} does not listen on ${port}: ${child.complaint}`)
}
