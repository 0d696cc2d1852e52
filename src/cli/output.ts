/** Where a command speaks: results on standard output, words to people on standard error. */
export interface Output {
  readonly result: (text: string) => void
  readonly tell: (text: string) => void
  /** True where a person looks on: standard error is a terminal. */
  readonly terminal: boolean
}

export const processOutput: Output = {
  result: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(`${text}\n`),
  terminal: process.stderr.isTTY,
}

/**
 * Whoever reads may go (`sosie report | head`, a collector of logs that is restarted): what follows is lost and the work goes on,
 * above all a proxy's. Says whether results were lost otherwise, as on a full disk.
 */
export function outliveReaders(): () => boolean {
  let lost = false
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => void (lost ||= error.code !== 'EPIPE'))
  return () => lost
}
