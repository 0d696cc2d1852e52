import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { request } from 'undici'
import { expected, paths } from './backends.mjs'
import { start } from './processes.mjs'

const warmUpSeconds = 1
const warmUpRequests = 5000
/** Each connection of an open loop asks this often, so that an answer may take 50 ms before it delays the next request. */
const askedPerConnection = 20

/** Runs h2load over HTTP/1 to its end. */
async function h2load(folder, port, kind, args) {
  const urls = join(folder, `urls-${port}-${kind}`)
  writeFileSync(
    urls,
    paths(kind)
      .map((path) => `http://127.0.0.1:${port}${path}\n`)
      .join(''),
  )
  const child = start('h2load', ['--h1', '-t', '1', '-i', urls, ...args.map(String)], { stdout: 'pipe' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const status = await new Promise((resolve) => child.once('close', resolve))
  if (status !== 0) throw new Error(`h2load ended with ${status}: ${child.complaint}`)
  return output
}

/** Asks once and throws unless a user gets what legacy says. */
export async function servesWell(port, kind) {
  const { statusCode, body } = await request(`http://127.0.0.1:${port}${paths(kind)[7]}`, { reset: true })
  if (statusCode !== 200 || (await body.text()) !== expected[kind]) throw new Error(`wrong answer (${statusCode})`)
}

/** Requests a second, as many as it takes, and how many of them failed. */
export async function throughput(folder, port, kind, connections, seconds) {
  const output = await h2load(folder, port, kind, ['-c', connections, '-D', seconds, '--warm-up-time', warmUpSeconds])
  const [, rate] = /finished in .*?, ([\d.]+) req\/s/.exec(output) ?? []
  const [, succeeded, failed, errored] = /(\d+) succeeded, (\d+) failed, (\d+) errored/.exec(output) ?? []
  // A subject that closes every connection fails no request in h2load's eyes: it just answers none.
  if (!(Number(succeeded) > 0)) throw new Error(`nothing was answered: ${output}`)
  return { rate: Number(rate), failed: Number(failed) + Number(errored) }
}

/** Compiles what a just-in-time compiler compiles, as in a proxy that has run for an hour. */
export async function warmUp(folder, port, kind) {
  await h2load(folder, port, kind, ['-c', 4, '-n', warmUpRequests])
}

/**
 * Milliseconds of each request at a fixed rate. The connections open one after another: h2load lets those that open together
 * ask together for ever, and such bursts would be what is measured.
 */
export async function latencies(folder, port, kind, rate, seconds) {
  const connections = Math.max(1, Math.round(rate / askedPerConnection))
  const periodMs = 1000 / askedPerConnection
  const together = Math.ceil(connections / periodMs)
  const everyMs = Math.round((periodMs * together) / connections)
  const log = join(folder, `log-${port}-${kind}`)
  const opening = ['-c', connections, '-r', together, '--rate-period', `${everyMs}ms`]
  const asking = ['-n', rate * seconds, '--rps', askedPerConnection, '--log-file', log]
  await h2load(folder, port, kind, [...opening, ...asking])
  const answers = readFileSync(log, 'utf8').trim().split('\n').map(answerOf)
  rmSync(log)
  const steady = answers.slice(Math.floor(answers.length / 5))
  const from = Math.min(...steady.map(({ startedMs }) => startedMs))
  const to = Math.max(...steady.map(({ startedMs }) => startedMs))
  return {
    ms: steady.map(({ ms }) => ms),
    failed: answers.filter(({ status }) => status !== 200).length,
    reached: ((steady.length - 1) / (to - from)) * 1000,
  }
}

function answerOf(line) {
  const [started, status, micros] = line.split('\t').map(Number)
  return { startedMs: started / 1000, status, ms: micros / 1000 }
}
