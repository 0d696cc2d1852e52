import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { nginxHead, startNginx } from './backends.mjs'
import { end, freePort, listening, start } from './processes.mjs'

const has = (command) => spawnSync(command, ['--version']).error === undefined

/**
 * What is measured. `start` gives the port to load and how to end it; `stop` may say what it counted. A subject that this machine
 * lacks is left out with a notice.
 */
export function subjects(folder, { legacy, candidate }) {
  const origin = (port) => `http://127.0.0.1:${port}`
  const all = {
    direct: { start: async () => ({ port: legacy, stop: async () => undefined }) },
    'http-proxy': {
      start: async () => {
        const port = await freePort()
        const child = start(process.execPath, ['test/bench/subjects/http-proxy.mjs', String(port), origin(legacy)])
        await listening(port)
        return { port, stop: () => end(child, 'SIGKILL') }
      },
    },
    'nginx mirror': nginxMirror(folder, legacy, candidate),
    mitmdump: has('mitmdump')
      ? {
          start: async () => {
            const port = await freePort()
            const flows = join(folder, `flows-${port}`)
            const child = start('mitmdump', [
              '-q',
              '--listen-host',
              '127.0.0.1',
              '-p',
              String(port),
              '--mode',
              `reverse:${origin(legacy)}`,
              '-w',
              flows,
            ])
            await listening(port)
            return { port, stop: () => end(child) }
          },
        }
      : { missing: 'mitmdump is not installed (Debian: mitmproxy)' },
    'sosie off': sosie(folder, origin(legacy), origin(candidate), { sample: 0 }),
    'sosie on': sosie(folder, origin(legacy), origin(candidate), { concurrency: 64, queue: 20_000 }),
  }
  return all
}

/** Connections to both backends are kept where nginx can, which is how an operator who cares sets it up. */
function nginxMirror(folder, legacy, candidate) {
  return {
    start: async () => {
      const port = await freePort()
      const name = `mirror-${port}`
      const plain = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;'
      await startNginx(
        folder,
        name,
        `${nginxHead(folder, name)}
  upstream legacy { server 127.0.0.1:${legacy}; keepalive 256; keepalive_requests 100000000; }
  upstream candidate { server 127.0.0.1:${candidate}; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / { mirror /mirror; proxy_pass http://legacy; ${plain} }
    location = /mirror { internal; proxy_pass http://candidate$request_uri; ${plain} }
  }
}`,
      )
      await listening(port)
      return { port, stop: async () => undefined }
    },
  }
}

/** `stop` gives the totals that Sosie counted. */
export function sosie(folder, legacy, candidate, mirror, more = {}) {
  return {
    start: async () => {
      const name = `sosie-${Math.random().toString(36).slice(2)}`
      const file = join(folder, `${name}.yaml`)
      const settings = {
        listen: '127.0.0.1:0',
        admin: '127.0.0.1:0',
        db: join(folder, `${name}.sqlite`),
        legacy: { url: legacy },
        candidate: { url: candidate },
        mirror,
        ...more,
      }
      writeFileSync(file, JSON.stringify(settings))
      const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') }
      const child = start(process.execPath, ['dist/main.js', 'shadow', '--config', file, '--json'], { env })
      const events = []
      const lines = createInterface({ input: child.stdout })
      lines.on('line', (line) => events.push(JSON.parse(line)))
      const { url } = await new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line))))
      return {
        port: Number(new URL(url).port),
        pid: child.pid,
        stop: async () => {
          await end(child, 'SIGINT')
          return events.find(({ event }) => event === 'ended')?.totals
        },
      }
    },
  }
}
