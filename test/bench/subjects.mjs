import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { candidateAddresses, nginxHead, startNginx } from './backends.mjs'
import { end, freePort, listening, start } from './processes.mjs'

const proxyScript = fileURLToPath(new URL('subjects/http-proxy.mjs', import.meta.url))
/** What h2load leaves under way is over by then: Sosie would count it as not mirrored for its end, and that is no shedding. */
const lastAnswersMs = 250
const sosieMain = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export const has = (command) => spawnSync(command, ['--version']).error === undefined
const origin = (port) => `http://127.0.0.1:${port}`

/**
 * What is measured. `start` gives the port to load and how to end it; `stop` may say what it counted. A subject that this machine
 * lacks is left out with a notice.
 *
 * @param beside main.js of another build of Sosie: then both builds are measured, and nobody else's programs.
 */
export function subjects(folder, { legacy, candidate }, beside) {
  const everything = { concurrency: 64, queue: 20_000 }
  const ours = {
    'sosie off': sosie(folder, legacy, candidate, { sample: 0 }),
    'sosie on': sosie(folder, legacy, candidate, everything),
  }
  if (beside !== undefined)
    return {
      ...ours,
      'other off': sosie(folder, legacy, candidate, { sample: 0 }, beside),
      'other on': sosie(folder, legacy, candidate, everything, beside),
    }
  return {
    direct: { start: async () => ({ port: legacy, stop: async () => undefined }) },
    'http-proxy': { start: () => startHttpProxy(legacy) },
    'nginx mirror': { start: () => startNginxMirror(folder, legacy, candidate, candidateAddresses.slice(0, 1)) },
    'nginx mirror, more ports': {
      kinds: ['small'], // larger answers are reset, not read: such connections leave no port waiting
      start: () => startNginxMirror(folder, legacy, candidate, candidateAddresses),
    },
    mitmdump: has('mitmdump')
      ? { start: () => startMitmdump(folder, legacy) }
      : { missing: 'mitmdump is not installed (Debian: mitmproxy)' },
    ...ours,
  }
}

/** Those that this machine has; the others are told. `kinds` are the loads that a subject is for, all without it. */
export function present(all, tell) {
  return Object.fromEntries(
    Object.entries(all).filter(([name, { missing }]) => {
      if (missing !== undefined) tell(`${name} is left out: ${missing}`)
      return missing === undefined
    }),
  )
}

/** Starts a subject, measures it and ends it, whatever happens; what it counted comes back beside the measurement. */
export async function measured({ start: startSubject }, measure) {
  const { port, stop } = await startSubject()
  let figures
  try {
    figures = await measure(port)
  } catch (error) {
    await stop()
    throw error
  }
  const stopping = Date.now()
  const totals = await stop()
  return { ...figures, totals, drainedMs: Date.now() - stopping }
}

async function startHttpProxy(legacy) {
  const port = await freePort()
  const child = start(process.execPath, [proxyScript, String(port), origin(legacy)])
  await listening(child, port)
  return { port, stop: () => end(child, 'SIGKILL') }
}

/** Connections are kept where nginx can, for more users than come here: that is how an operator who cares sets it up. */
async function startNginxMirror(folder, legacy, candidate, addresses) {
  const port = await freePort()
  const name = `mirror-${port}`
  const plain = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;'
  const keep = 'keepalive 256; keepalive_requests 100000000;'
  const config = `${nginxHead(folder, name)}
  upstream legacy { server 127.0.0.1:${legacy}; ${keep} }
  upstream candidate { ${addresses.map((address) => `server ${address}:${candidate};`).join(' ')} ${keep} }
  server {
    listen 127.0.0.1:${port};
    location / { mirror /mirror; proxy_pass http://legacy; ${plain} }
    location = /mirror { internal; proxy_pass http://candidate$request_uri; ${plain} }
  }
}`
  const child = await startNginx(folder, name, port, config)
  return { port, stop: () => end(child) }
}

async function startMitmdump(folder, legacy) {
  const port = await freePort()
  const flows = join(folder, `flows-${port}`)
  const place = ['--listen-host', '127.0.0.1', '-p', String(port), '--set', `confdir=${join(folder, 'mitmproxy')}`]
  const child = start('mitmdump', ['-q', ...place, '--mode', `reverse:${origin(legacy)}`, '-w', flows])
  await listening(child, port)
  const stop = async () => {
    await end(child)
    rmSync(flows, { force: true }) // every body of every round, undeduplicated: gigabytes otherwise
  }
  return { port, stop }
}

/** `stop` gives the totals that Sosie counted. */
export function sosie(folder, legacy, candidate, mirror, main = sosieMain) {
  return { start: () => startSosie(folder, legacy, candidate, mirror, main) }
}

async function startSosie(folder, legacy, candidate, mirror, main) {
  const base = join(folder, `sosie-${await freePort()}`)
  const [file, db] = [`${base}.yaml`, `${base}.sqlite`]
  const upstreams = { legacy: { url: origin(legacy) }, candidate: { url: origin(candidate) } }
  writeFileSync(file, JSON.stringify({ listen: '127.0.0.1:0', admin: '127.0.0.1:0', db, ...upstreams, mirror }))
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') }
  const child = start(process.execPath, [main, 'shadow', '--config', file, '--json'], { env, stdout: 'pipe' })
  const events = eventsOf(child)
  const { url } = await events.first('listening')
  const stop = async () => {
    await wait(lastAnswersMs)
    await end(child, 'SIGINT')
    const { totals } = await events.first('ended')
    for (const end of ['', '-wal', '-shm']) rmSync(`${db}${end}`, { force: true })
    return totals
  }
  return { port: Number(new URL(url).port), stop }
}

/** What Sosie says on its standard output, an object a line. */
function eventsOf(child) {
  const waiting = new Map()
  const heard = (name) => {
    if (!waiting.has(name)) waiting.set(name, deferred())
    return waiting.get(name)
  }
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      const event = JSON.parse(line)
      heard(event.event).resolve(event)
    })
    .on('close', () => {
      for (const name of ['listening', 'ended'])
        heard(name).reject(new Error(`Sosie never said ${name}: ${child.complaint}`))
    })
  return { first: (name) => heard(name).promise }
}

function deferred() {
  const parts = {}
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
  parts.promise.catch(() => undefined) // who waits for it is told; nobody has to wait
  return parts
}
