import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Choice from '../../lab/src/parts/choice.js'
import type * as Nginx from '../../lab/src/parts/nginx.js'
import type * as Php from '../../lab/src/parts/php-fpm.js'
import type * as Ports from '../../lab/src/free-ports.js'

/** A page of both PHPs of the lab that calls phpinfo(), by its URL. */
export interface PhpinfoPages {
  readonly legacy: string
  readonly candidate: string
  stop(): Promise<void>
}

/** As built: the lab starts processes and reads files beside its own. */
const built = async <Module>(name: string): Promise<Module> => (await import(`../../lab/dist/${name}.js`)) as Module

const nowhere = { host: '127.0.0.1', port: 1, user: 'nobody', password: 'secret', name: 'nowhere' }

/** Serves them from a document root of their own: the boutique shows no phpinfo to anybody. The candidate displays errors. */
export async function startPhpinfoPages(): Promise<PhpinfoPages> {
  const { choosePrograms } = await built<typeof Choice>('parts/choice')
  const { startPhp } = await built<typeof Php>('parts/php-fpm')
  const { startNginx } = await built<typeof Nginx>('parts/nginx')
  const { freePorts } = await built<typeof Ports>('free-ports')
  const programs = await choosePrograms(() => undefined)
  const folder = mkdtempSync(join(tmpdir(), 'sosie-info-'))
  const root = join(folder, 'www')
  mkdirSync(root)
  writeFileSync(join(root, 'info.php'), '<?php phpinfo();')
  writeFileSync(join(root, 'robots.txt'), '')
  const [legacyPort = 0, candidatePort = 0] = await freePorts(2)
  const serve = async (name: string, program: Choice.PhpProgram, port: number, displayErrors: boolean) => {
    const pools = [{ name, children: 1, database: nowhere }]
    const php = await startPhp(name, program, pools, { displayErrors, outputBuffering: 0 }, folder)
    return [php, await startNginx(name, programs.nginx, [{ pool: name, port }], root, folder)]
  }
  const servers = [
    ...(await serve('old', programs.legacyPhp, legacyPort, false)),
    ...(await serve('new', programs.candidatePhp, candidatePort, true)),
  ]
  return {
    legacy: `http://127.0.0.1:${legacyPort}/info.php`,
    candidate: `http://127.0.0.1:${candidatePort}/info.php`,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
