import { logEvents, type LogEvent } from '../telemetry/log.js'
import type { ShadowState } from '../telemetry/state.js'
import type { Output } from './output.js'
import { progressLine } from './shadow-words.js'
import { shadowView } from './shadow-view.js'

/** An event: its name and fields. */
export interface Told {
  readonly event: string
  readonly [field: string]: unknown
}

/** Reports what happens while a command runs: events for a program, lines for a person; the log keeps events with their lines. */
export interface Speaker {
  readonly event: (event: Told, line: string) => void
  readonly progress: (state: ShadowState) => void
}

export interface SpeakerOptions {
  readonly json: boolean
  readonly output: Output
  /** Logs an event; undefined without a log. */
  readonly log: ((event: LogEvent, fields: object, message: string) => void) | undefined
}

const logged = new Set<string>(logEvents)
/** Limit on reported faults per period: more frequent ones say nothing new, and reporting them would be endless work. */
const faultsTold = { max: 20, everyMs: 10_000 }

export function speaker({ json, output, log }: SpeakerOptions): Speaker {
  const view = output.terminal && !json ? terminalView() : undefined
  const faults = faultLimit(() => performance.now())
  let last = ''

  const say = (event: Told, line: string): void => {
    if (logged.has(event.event)) log?.(event.event as LogEvent, event, line)
    if (json) output.result(JSON.stringify(event))
    else if (view === undefined) output.tell(line)
    else view.say(line)
  }
  return {
    event(event, line) {
      if (event.event !== 'fault') {
        say(event, line)
        return
      }
      const told = faults()
      if (told === 'untold') return
      if (told > 0) {
        const message = `${told} more faults were counted and not told.`
        say({ event: 'fault', message }, `! ${message}`)
      }
      say(event, line)
    },
    progress(state) {
      if (view !== undefined) {
        view.draw(state)
        return
      }
      const line = progressLine(state)
      if (line === last) return
      last = line
      if (json) output.result(JSON.stringify({ event: 'progress', ...state }))
      else output.tell(line)
    },
  }
}

/**
 * Returns a function to call for each fault: it returns how many went unreported before it, or `untold` if it should not be reported
 * itself. @param now milliseconds of a monotonic clock.
 */
export function faultLimit(now: () => number): () => number | 'untold' {
  let since = now()
  let told = 0
  let untold = 0
  return () => {
    if (now() - since >= faultsTold.everyMs) {
      since = now()
      told = 0
    }
    if (told >= faultsTold.max) {
      untold += 1
      return 'untold'
    }
    told += 1
    const before = untold
    untold = 0
    return before
  }
}

/** Used when a terminal does not report its width. */
const usualColumns = 80

/** Shows scrolling lines, and below them a few that are updated in place. */
function terminalView() {
  const started = performance.now()
  let drawn = 0
  let before = { requests: 0, at: started }

  const erase = (): void => {
    if (drawn > 0) process.stderr.write(`\u001b[${drawn}A\u001b[J`)
    drawn = 0
  }
  return {
    say(line: string): void {
      erase()
      process.stderr.write(`${line}\n`)
    },
    draw(state: ShadowState): void {
      const now = performance.now()
      const rate = ((state.requests - before.requests) / Math.max(1, now - before.at)) * 1000
      before = { requests: state.requests, at: now }
      const pace = { rate, seconds: (now - started) / 1000 }
      const lines = ['', ...shadowView(state, pace, process.stderr.columns || usualColumns)]
      erase()
      process.stderr.write(`${lines.join('\n')}\n`)
      drawn = lines.length
    },
  }
}
