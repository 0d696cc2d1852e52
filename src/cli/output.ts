/** Where a command writes: results to standard output, messages for people to standard error. */
export interface Output {
  readonly result: (text: string) => void
  readonly tell: (text: string) => void
  /** True when standard error is a terminal, so that a person is watching. */
  readonly terminal: boolean
}

export const processOutput: Output = {
  result: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(`${text}\n`),
  terminal: process.stderr.isTTY,
}

/**
 * Survives readers that go away (`sosie report | head`, a log collector that restarts): later output is lost and the work goes on, above
 * all a proxy's. The returned function says whether results were lost for another reason, such as a full disk.
 */
export function outliveReaders(): () => boolean {
  let lost = false
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => void (lost ||= error.code !== 'EPIPE'))
  return () => lost
}
