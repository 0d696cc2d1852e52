import { logEvents, type LogEvent } from '../telemetry/log.js'
import type { ShadowState } from '../telemetry/state.js'
import type { Output } from './output.js'
import { progressLine } from './shadow-words.js'
import { shadowView } from './shadow-view.js'

/** An event by its name, with what belongs to it. */
export interface Told {
  readonly event: string
  readonly [field: string]: unknown
}

/** What a command tells while it runs: a program hears events, a person lines, a log keeps both. */
export interface Speaker {
  readonly event: (event: Told, line: string) => void
  readonly progress: (state: ShadowState) => void
}

export interface SpeakerOptions {
  readonly json: boolean
  readonly output: Output
  /** Keeps what happened; undefined where no log was asked for. */
  readonly log: ((event: LogEvent, fields: object, message: string) => void) | undefined
}

const logged = new Set<string>(logEvents)
/** Faults that are told in a while; what comes more often says nothing new, and telling it would be work without end. */
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

/** Says of each fault whether it is told, and how many before it were not. @param now milliseconds of a clock that never goes back. */
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

/** Where a terminal does not say how wide it is. */
const usualColumns = 80

/** Lines that scroll, and below them a few that are written over in place. */
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
