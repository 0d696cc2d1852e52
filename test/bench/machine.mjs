import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const idleMs = 1000
const ticksPerSecond = 100 // USER_HZ, the same on every Linux that Node runs on

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
  const shareSince = busyMeter()
  await wait(idleMs)
  return shareSince()
}

/**
 * Gives the share of the processors, 0 to 1, that others have had since this was called. Our programs count as ours only once
 * they have ended: ask after that. At the least: what the kernel does for the network between two programs is nobody's.
 */
export function busyMeter() {
  const before = cpuSeconds()
  return () => {
    const after = cpuSeconds()
    const others = after.busy - before.busy - (after.ours - before.ours)
    return Number(Math.max(0, others / (after.wall - before.wall) / cpus().length).toFixed(2))
  }
}

function cpuSeconds() {
  const busyMs = cpus().reduce((sum, { times: { user, nice, sys } }) => sum + user + nice + sys, 0)
  // After the name, which may hold spaces, the 12th to 15th field: time of this process and of its ended descendants.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ').slice(11, 15)
  const ours = fields.reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond
  return { busy: busyMs / 1000, ours, wall: process.uptime() }
}
