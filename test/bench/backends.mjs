import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort, listening, start } from './processes.mjs'

const small =
  JSON.stringify({
    id: 1,
    name: 'A product of the shop',
    price: 19.9,
    tags: ['a', 'b'],
    text: 'Words up to 150 bytes. '.repeat(3),
  }).slice(0, 149) + '"'
const page = `<!doctype html><html><body>${Array.from({ length: 470 }, (_, n) => `<p class="p${n}">Paragraph ${n} with some words that fill the page up to its size.</p>\n`).join('')}</body></html>`

/** Paths of which one in twenty gets another answer from the candidate. */
export const paths = (kind) => Array.from({ length: 20 }, (_, n) => `/${kind}?n=${n}`)

export const nginxHead = (folder, name) => `
worker_processes 1; daemon off; pid ${folder}/${name}.pid; error_log ${folder}/${name}.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000;
  client_body_temp_path ${folder}/t; proxy_temp_path ${folder}/t; fastcgi_temp_path ${folder}/t; uwsgi_temp_path ${folder}/t; scgi_temp_path ${folder}/t;`

export async function startNginx(folder, name, config) {
  const file = join(folder, `${name}.conf`)
  writeFileSync(file, config)
  start('nginx', ['-c', file, '-p', folder, '-e', join(folder, `${name}.log`)])
}

/** Two nginx that answer from memory and page cache: the same for every subject. */
export async function startBackends(folder) {
  const ports = { legacy: await freePort(), candidate: await freePort() }
  for (const [leg, port] of Object.entries(ports)) {
    const root = join(folder, leg)
    mkdirSync(root, { recursive: true })
    writeFileSync(join(root, 'page.html'), page)
    writeFileSync(
      join(root, 'page7.html'),
      leg === 'legacy' ? page : page.replace('Paragraph 200 with', 'Paragraph 200 without'),
    )
    const seventh = leg === 'legacy' ? small : small.replace('19.9', '20.9')
    await startNginx(
      folder,
      leg,
      `${nginxHead(folder, leg)}
  map $arg_n $small { default '${small}'; 7 '${seventh}'; }
  map $arg_n $page { default /page.html; 7 /page7.html; }
  server {
    listen 127.0.0.1:${port}; root ${root};
    location /small { default_type application/json; return 200 $small; }
    location /page { types {} default_type text/html; etag off; add_header Last-Modified ""; try_files $page =404; }
  }
}`,
    )
    await listening(port)
  }
  return ports
}

/** Candidates of bare sockets: one never answers, one resets whoever asks. */
export async function startBadCandidates() {
  const serve = (answer) =>
    new Promise((resolve) => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.on('data', () => answer(socket))
      }).listen(0, '127.0.0.1', () => resolve({ port: server.address().port, close: () => server.close() }))
    })
  return { hung: await serve(() => undefined), resetting: await serve((socket) => socket.resetAndDestroy()) }
}
