import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** What the figures were made on. */
export function machine() {
  const said = (command, args) => {
    const { stdout = '', stderr = '', error } = spawnSync(command, args, { encoding: 'utf8' })
    return error === undefined ? `${stdout}${stderr}`.trim().split('\n')[0] : undefined
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
    node: process.versions.node,
    nginx: said('nginx', ['-v'])?.replace('nginx version: ', ''),
    mitmproxy: said('mitmdump', ['--version'])?.replace('Mitmproxy: ', ''),
    h2load: said('h2load', ['--version']),
  }
}
