import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { paths } from './backends.mjs'
import { start } from './processes.mjs'

/** Runs h2load over HTTP/1 to its end. */
async function h2load(folder, port, kind, args) {
  const urls = join(folder, `urls-${port}-${kind}`)
  writeFileSync(
    urls,
    paths(kind)
      .map((path) => `http://127.0.0.1:${port}${path}\n`)
      .join(''),
  )
  const child = start('h2load', ['--h1', '-t', '1', '-i', urls, ...args])
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  return output
}

/** Requests a second, as many as it takes; a failed one spoils the figure. */
export async function throughput(folder, port, kind, connections, seconds) {
  const output = await h2load(folder, port, kind, [
    '-c',
    String(connections),
    '-D',
    String(seconds),
    '--warm-up-time',
    '2',
  ])
  const [, rate = '0'] = /finished in .*?, ([\d.]+) req\/s/.exec(output) ?? []
  const [, failed = '0', errored = '0'] = /(\d+) failed, (\d+) errored/.exec(output) ?? []
  return { rate: Number(rate), failed: Number(failed) + Number(errored) }
}

/** Milliseconds of each request at a fixed rate. */
export async function latencies(folder, port, kind, rate, seconds) {
  const connections = Math.max(4, Math.round(rate / 100)) // h2load lets all of them send at once: few, so that they are no burst
  const log = join(folder, `log-${port}-${kind}`)
  const perConnection = Math.max(1, Math.round(rate / connections))
  await h2load(folder, port, kind, [
    '-c',
    String(connections),
    '-n',
    String(rate * seconds),
    '--rps',
    String(perConnection),
    '--log-file',
    log,
  ])
  const ms = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number(line.split('\t')[2]) / 1000)
  rmSync(log)
  return ms.slice(Math.floor(ms.length / 5)) // the first fifth warms up
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export const median = (values) => quantile(values, 0.5)

/** 95 % interval of the median of differences, by resampling rounds. */
export function interval(differences, draws = 2000) {
  const medians = Array.from({ length: draws }, () =>
    median(differences.map(() => differences[Math.floor(Math.random() * differences.length)])),
  )
  return [quantile(medians, 0.025), quantile(medians, 0.975)]
}
