import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, until, type Server } from '../processes.js'
import type { Program } from './choice.js'
import { socketOf } from './php-fpm.js'

/** A port of the web server, and the PHP pool behind it. */
export interface Site {
  readonly pool: string
  readonly port: number
  /** FastCGI parameters in addition to the usual ones. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** Starts a stack's nginx with one `server` per pool: keep-alive, static files, and everything else to the front controller. */
export async function startNginx(
  name: string,
  program: Program,
  sites: readonly Site[],
  documentRoot: string,
  folder: string,
): Promise<Server> {
  const configuration = join(folder, `${name}-nginx.conf`)
  const temporary = join(folder, `${name}-nginx`)
  await mkdir(temporary, { recursive: true })
  await writeFile(configuration, configurationOf(sites, documentRoot, folder, temporary))
  const log = join(folder, `${name}-nginx.log`)
  const server = startServer(
    `nginx ${program.version} (${name})`,
    [...program.command, '-e', log, '-p', folder, '-c', configuration],
    log,
  )
  await until(async () => {
    await Promise.all(sites.map(({ port }) => fetch(`http://127.0.0.1:${port}/robots.txt`, { redirect: 'manual' })))
  }, server.failed)
  return server
}

function configurationOf(sites: readonly Site[], documentRoot: string, folder: string, temporary: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(temporary, kind)};`,
  )
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
daemon off;
pid ${join(temporary, 'pid')};
events { worker_connections 1024; }
http {
  access_log off;
  default_type application/octet-stream;
  types { text/html html; text/css css; application/javascript js; image/png png; image/svg+xml svg; text/plain txt; application/pdf pdf; }
  keepalive_timeout 75;
  sendfile on;
  client_max_body_size 64m;
  ${paths.join('\n  ')}
${sites.map((site) => serverOf(site, documentRoot, folder)).join('\n')}
}
`
}

function serverOf({ pool, port, parameters: own = {} }: Site, documentRoot: string, folder: string): string {
  return `  server {
    listen 127.0.0.1:${port};
    root ${documentRoot};
    index index.php;
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php$ {
      try_files $uri =404;
      fastcgi_pass unix:${socketOf(folder, pool)};
${[...parameters, ...Object.entries(own)].map(([name, value]) => `      fastcgi_param ${name} ${value};`).join('\n')}
    }
  }`
}

/** The parameters of the Common Gateway Interface (RFC 3875), as nginx ships them. */
const parameters: readonly (readonly [string, string])[] = [
  ['SCRIPT_FILENAME', '$document_root$fastcgi_script_name'],
  ['SCRIPT_NAME', '$fastcgi_script_name'],
  ['QUERY_STRING', '$query_string'],
  ['REQUEST_METHOD', '$request_method'],
  ['CONTENT_TYPE', '$content_type'],
  ['CONTENT_LENGTH', '$content_length'],
  ['REQUEST_URI', '$request_uri'],
  ['DOCUMENT_URI', '$document_uri'],
  ['DOCUMENT_ROOT', '$document_root'],
  ['SERVER_PROTOCOL', '$server_protocol'],
  ['REQUEST_SCHEME', '$scheme'],
  ['GATEWAY_INTERFACE', 'CGI/1.1'],
  ['SERVER_SOFTWARE', 'nginx'],
  ['REMOTE_ADDR', '$remote_addr'],
  ['REMOTE_PORT', '$remote_port'],
  ['SERVER_NAME', '$host'],
  ['REDIRECT_STATUS', '200'],
]
