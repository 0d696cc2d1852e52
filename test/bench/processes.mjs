import { spawn } from 'node:child_process'
import { createServer, connect } from 'node:net'
import { clearTimeout, setTimeout } from 'node:timers'
import { setTimeout as wait } from 'node:timers/promises'

const running = new Set()

/** Starts a program that ends with us. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Ends a program by a signal and waits until it is gone. */
export async function end(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const killing = setTimeout(() => child.kill('SIGKILL'), 40_000)
  await gone
  clearTimeout(killing)
}

export async function endAll() {
  await Promise.all([...running].map((child) => end(child)))
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Waits until something takes connections there. */
export async function listening(port, withinMs = 15_000) {
  const until = Date.now() + withinMs
  while (Date.now() < until) {
    const answered = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (answered) return
    await wait(50)
  }
  throw new Error(`nothing listens on ${port}`)
}
