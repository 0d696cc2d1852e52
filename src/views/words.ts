import type { FindingState, Severity } from '../model/finding.js'
import type { IncomparableReason, NotMirroredReason } from '../model/pair.js'
import type { RunKind } from '../model/run.js'

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  info: 'Info',
}

export const stateWords: Readonly<Record<FindingState, string>> = {
  new: 'new',
  accepted: 'accepted',
}

export const kindWords: Readonly<Record<RunKind, string>> = {
  shadow: 'Shadow run over live traffic',
  replay: 'Replay of recorded scenarios',
  sql: 'Comparison of SQL statements',
}

export const notMirroredWords: Readonly<Record<NotMirroredReason, string>> = {
  'sampled-out': 'left out by the sampling rate that you set',
  'unsafe-method': 'may change data (POST, PUT, DELETE …), and mirroring writes is not switched on',
  denied: 'on your list of what must not be mirrored',
  'queue-full': 'the queue to the candidate was full',
  'bytes-full': 'the memory set aside for copies was full',
  'breaker-open': 'the candidate failed too often in a row and was left alone for a while',
  'cap-reached': 'the number of requests that you allowed was reached',
  'body-too-large': 'the body was larger than what is copied',
  upgrade: 'a WebSocket or another protocol, passed through untouched',
  paused: 'mirroring was paused',
  'body-incomplete': 'the body of the request was answered, or broken off, before it was whole',
  'client-aborted': 'the client went away before the answer was complete',
  'carries-session': 'the address or the body holds what identifies a user on the old stack',
  conditional: 'the old stack refused a write because of the copy that the client had',
  shutdown: 'Sosie was shutting down, or its mirror had failed for good',
}

export const incomparableWords: Readonly<Record<IncomparableReason, string>> = {
  timeout: 'a mirrored leg did not answer in time',
  refused: 'a mirrored leg refused the connection',
  reset: 'the connection to a mirrored leg broke off',
  malformed: 'an answer was not valid HTTP',
  truncated: 'a body was longer than what is kept for comparing',
  'unpaired-session': "the user's session has no counterpart on the candidate",
  conditional: 'the user had a copy, and the old stack answered that it is still good',
  'unpaired-data': 'the data was not the same on both sides',
  'verifier-behind': 'comparing could not keep up with the traffic',
  'recording-failed': 'the result could not be written, was lost with a thread that died, or the recording was deleted',
  shutdown: 'Sosie was shutting down and waited no longer for a mirrored leg',
  unrecorded: 'the scenario kept no answer to compare with',
}

/** The project's terms, as a reader of a report needs them. */
export const glossary: readonly (readonly [word: string, meaning: string])[] = [
  ['legacy', 'The old stack. Its answer is the one that users got.'],
  ['candidate', 'The new stack. It was asked the same in the background; no user saw its answer.'],
  ['control', 'Legacy asked a second time. Where it disagrees with legacy, the difference is noise.'],
  ['mirrored', 'Sent to the candidate too. What was not mirrored is counted with its reason.'],
  ['match', 'Both stacks gave the same answer.'],
  ['noise', 'The answers differ, but control, learning or a rule of yours explains it. Counted, never deleted.'],
  ['mismatch', 'The answers differ, and it is not noise.'],
  ['incomparable', 'A mirrored request that could not be compared, with its reason.'],
  ['finding', 'All differences that are one defect, with every route and client that it touches.'],
  ['proof', 'How a finding is known: its own words in the answer, the PHP error log, statistics or an experiment.'],
  ['possible, not proven', 'The signs fit, but nothing was seen or tried that settles it.'],
  ['route', 'Method and path with what varies taken out: GET /product/{id}.'],
  ['p50, p95, p99', 'Half, 95 % and 99 % of the answers took no longer than this.'],
  ['ratio', "The candidate's time over legacy's, request by request: the middle value and its 95 % interval."],
]
