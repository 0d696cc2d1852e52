import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const idleMs = 1000

/** What the figures were made on. */
export async function machine() {
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
    localPorts: readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().replace(/\s+/, '-'),
    busyBefore: await busyShare(),
  }
}

function said(command, args) {
  const { stdout = '', stderr = '', error } = spawnSync(command, args, { encoding: 'utf8' })
  return error === undefined ? `${stdout}${stderr}`.trim().split('\n')[0] : undefined
}

/** How busy others keep the processors, 0 to 1, before anything of ours runs. */
async function busyShare() {
  const before = cpuTimes()
  await wait(idleMs)
  const after = cpuTimes()
  return Number((1 - (after.idle - before.idle) / (after.all - before.all)).toFixed(2))
}

function cpuTimes() {
  const times = cpus().map((cpu) => cpu.times)
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    all: times.reduce((sum, each) => sum + Object.values(each).reduce((total, n) => total + n, 0), 0),
  }
}
