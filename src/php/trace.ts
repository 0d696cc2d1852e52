import { openable, type Place } from './place.js'

/** A line of a stack trace: where something was called, and what. */
export interface Frame extends Place {
  /** The call as the trace shows it, `Db->query('SELECT * FROM ...')`. */
  readonly call: string
}

const frame = /^#\d+ (?:\[internal function\]|(.+?)\((\d+)\)): (.*)$/gm

/** Reads the frames of a trace. Calls made by PHP itself are left out, because they have no place. */
export function framesIn(trace: string): Frame[] {
  return [...trace.matchAll(frame)].flatMap(([, path, line, call = '']) =>
    path === undefined ? [] : [{ ...openable(path, Number(line)), call: call.trimEnd() }],
  )
}
