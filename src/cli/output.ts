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
