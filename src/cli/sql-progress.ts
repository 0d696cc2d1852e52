import type { SqlProgress } from '../app/sql/compare.js'
import type { Output } from './output.js'

/** Shows a person the progress of a comparison of statements. */
export interface ProgressMeter {
  /** Prints a line that stays. */
  readonly say: (line: string) => void
  /** Shows the progress periodically. */
  readonly watch: (progress: () => SqlProgress) => void
  readonly end: () => void
}

/** A terminal's line is overwritten, so updates may be frequent; a log gets a line now and then. */
const terminalMs = 250
const logMs = 5000

export function progressMeter(output: Output): ProgressMeter {
  let timer: NodeJS.Timeout | undefined
  let drawn = false
  const erase = (): void => {
    if (drawn) process.stderr.write('\r\u001b[K')
    drawn = false
  }
  return {
    say(line) {
      erase()
      output.tell(line)
    },
    watch(progress) {
      const started = performance.now()
      timer = setInterval(
        () => {
          const line = progressLine(progress(), (performance.now() - started) / 1000)
          if (!output.terminal) return output.tell(line)
          erase()
          process.stderr.write(line.slice(0, (process.stderr.columns || 80) - 1))
          drawn = true
        },
        output.terminal ? terminalMs : logMs,
      )
    },
    end() {
      clearInterval(timer)
      erase()
    },
  }
}

/** Returns `41 %  12,345 statements  5,210/s  compared 12,001  different 4  about 12 s left`. */
export function progressLine({ statements, compared, different, share }: SqlProgress, seconds: number): string {
  const count = (n: number): string => Math.round(n).toLocaleString('en-US')
  const done = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} %  `
  const left =
    share === undefined || share < 0.02 || share >= 1 ? '' : `  about ${count((seconds * (1 - share)) / share)} s left`
  const rate = count(compared / Math.max(seconds, 0.001))
  return `${done}${count(statements)} statements  ${rate}/s  compared ${count(compared)}  different ${count(different)}${left}`
}
