import { readFileSync } from 'node:fs'

/** Processor time of all threads of a process so far, in milliseconds: utime and stime of proc(5), in ticks of 10 ms. */
export function processorMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
