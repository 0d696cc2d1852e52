import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort, listening, start } from './processes.mjs'

const smallBytes = 150
const pageBytes = 36 * 1024

const small = filled((text) => JSON.stringify({ id: 1, name: 'A product', price: 19.9, tags: ['a', 'b'], text }))
const page = pageOf(pageBytes)

/** Paths of which one in twenty gets another answer from the candidate. */
export const paths = (kind) => Array.from({ length: 20 }, (_, n) => `/${kind}?n=${n}`)

/** What a user must get for a path, so that no subject is measured while it serves errors. */
export const expected = { small, page }

/**
 * Where nginx mirror finds the candidate. It opens a connection for every mirrored request, and from one address to another
 * Linux has ports for about 14,000 of them a second: four addresses have four times as many.
 */
export const candidateAddresses = [1, 2, 3, 4].map((n) => `127.0.0.${n}`)

function filled(make) {
  return make('.'.repeat(smallBytes - make('').length))
}

function pageOf(bytes) {
  const [start, stop] = ['<!doctype html><html><body>\n', '</body></html>\n']
  let paragraphs = ''
  for (let n = 0; ; n += 1) {
    const next = `<p class="p${n}">Paragraph ${n} with some words that fill the page up to its size.</p>\n`
    const room = bytes - start.length - stop.length - paragraphs.length
    if (next.length > room) return start + paragraphs + ' '.repeat(room) + stop
    paragraphs += next
  }
}

export const nginxHead = (folder, name) => `
worker_processes 1; daemon off; pid ${folder}/${name}.pid; error_log ${folder}/${name}.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000;
  client_body_temp_path ${folder}/t; proxy_temp_path ${folder}/t; fastcgi_temp_path ${folder}/t; uwsgi_temp_path ${folder}/t; scgi_temp_path ${folder}/t;`

/** An nginx with a configuration of its own, ready to be asked. */
export async function startNginx(folder, name, port, config) {
  const file = join(folder, `${name}.conf`)
  writeFileSync(file, config)
  const child = start('nginx', ['-c', file, '-p', folder, '-e', join(folder, `${name}.log`)])
  await listening(child, port)
  return child
}

/** Two nginx that answer from memory and page cache: the same for every subject. */
export async function startBackends(folder) {
  const ports = { legacy: await freePort(), candidate: await freePort() }
  const [dearer, reworded] = [small.replace('19.9', '20.9'), page.replace('Paragraph 200 with', 'Paragraph 200 had')]
  await startBackend(folder, 'legacy', ports.legacy, { small, page })
  await startBackend(folder, 'candidate', ports.candidate, { small: dearer, page: reworded })
  return ports
}

async function startBackend(folder, leg, port, seventh) {
  const root = join(folder, leg)
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, 'page.html'), page)
  writeFileSync(join(root, 'page7.html'), seventh.page)
  const listen = candidateAddresses.map((address) => `listen ${address}:${port};`).join(' ')
  const config = `${nginxHead(folder, leg)}
  map $arg_n $small { default '${small}'; 7 '${seventh.small}'; }
  map $arg_n $page { default /page.html; 7 /page7.html; }
  server {
    ${listen} root ${root};
    location /small { default_type application/json; return 200 $small; }
    location /page { types {} default_type text/html; etag off; add_header Last-Modified ""; try_files $page =404; }
  }
}`
  await startNginx(folder, leg, port, config)
}

/** Candidates of bare sockets: one never answers, one resets whoever asks. */
export async function startBadCandidates() {
  return {
    hung: await badCandidate(() => undefined),
    resetting: await badCandidate((socket) => socket.resetAndDestroy()),
  }
}

function badCandidate(answer) {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', () => answer(socket))
    }).listen(0, '127.0.0.1', () => resolve({ port: server.address().port, close: () => server.close() }))
  })
}
