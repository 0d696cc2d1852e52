import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** A server of the lab. */
export interface Server {
  readonly name: string
  readonly pid: number
  readonly log: string
  stop(): Promise<void>
}

const stopMs = 8000

/** True if util-linux's setpriv is there. It asks the kernel to end a process with its parent, even when the parent is killed. */
const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0

/** Starts a server whose output goes to a log. With setpriv it ends with this process, however this process ends. */
export function startServer(
  name: string,
  command: readonly string[],
  log: string,
  env: NodeJS.ProcessEnv = process.env,
): Server & { readonly failed: Promise<never> } {
  const out = openSync(log, 'a')
  const [program = '', ...args] = hasSetpriv ? ['setpriv', '--pdeathsig', 'TERM', '--', ...command] : command
  // In its own process group, so that Ctrl-C reaches only this process, which stops the servers when they are no longer needed.
  const child = spawn(program, args, { stdio: ['ignore', out, out], env, detached: true })
  closeSync(out)
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)))
    child.once('exit', (status, signal) => {
      void failureOf(name, log, status ?? signal).then(reject)
    })
  })
  failed.catch(() => undefined) // a server that ends later is noticed by its clients
  return { name, pid: child.pid ?? 0, log, failed, stop: () => stop(child) }
}

async function failureOf(name: string, log: string, ended: number | string | null): Promise<Error> {
  const text = await readFile(log, 'utf8').catch(() => '')
  const last = text.trim().split('\n').slice(-4).join(' | ')
  return new Error(`${name} ended with ${String(ended)}: ${last}. Its log is ${log}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await ended
  clearTimeout(force)
}

/** Retries until the attempt succeeds; throws its error if the server failed or time is up. */
export async function until<Result>(
  attempt: () => Promise<Result>,
  failed: Promise<never>,
  ms = 30_000,
): Promise<Result> {
  const deadline = Date.now() + ms
  for (;;) {
    try {
      return await Promise.race([attempt(), failed])
    } catch (error) {
      const gone = await Promise.race([
        failed.then(
          () => false,
          () => true,
        ),
        Promise.resolve(false),
      ])
      if (gone || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
