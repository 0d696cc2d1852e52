import { answerOf, differencesOfAnswers } from '../compare/compare.js'
import { shown, type Answer } from '../compare/comparator.js'
import type { Difference } from '../model/difference.js'
import type { Headers } from '../model/http.js'
import { ofTheBody } from './effects.js'
import type { ReadPair } from '../compare/read/pair.js'
import type { PhpDiagnostic } from '../php/diagnostic.js'
import type { Printed } from '../php/printed.js'

/** What messages printed into a page do to the answer. */
export interface PrintingEffects {
  readonly explains: readonly Difference[]
  /** In a few words each: `cookie sid lost`. */
  readonly words: readonly string[]
  /** True when more is lost than what a reader sees: a cookie, header field, redirect or status, or a document that can no longer be parsed. */
  readonly isBroken: boolean
}

/**
 * Returns the differences that disappear when PHP's messages are removed from both pages. If a message was printed before the page began,
 * those of status and header fields follow too, because PHP sends no header field after the first byte of a body.
 */
export function effectsOfPrinting(pair: ReadPair, differences: readonly Difference[]): PrintingEffects {
  const head = headEffects(pair, differences)
  const isOtherPage = head.some(({ part }) => part === 'status')
  const body = differences.filter(({ part }) => part === 'body')
  const follows = isOtherPage ? body : without(body, leftWithoutPrinted(pair))
  const about = follows.length === 0 ? [] : differences.filter(describesBody)
  const explains = [...new Set([...head, ...follows, ...about])]
  const unreadable = follows.some(({ kind }) => kind === 'unreadable' || kind === 'type')
  const words = [...head.flatMap(inWords), ...(unreadable ? ['the document cannot be read any more'] : [])]
  return { explains, words, isBroken: words.length > 0 }
}

function headEffects(pair: ReadPair, differences: readonly Difference[]): Difference[] {
  if (!comesBeforePage(pair.text('candidate'), pair.printed('candidate'))) return []
  const isLate = (after: string | undefined): boolean => after === '200' // PHP's default, sent if the script sets its status too late
  return differences.filter(
    (one) =>
      (one.part === 'status' && isLate(one.candidate)) ||
      one.part === 'redirect' ||
      ((one.part === 'cookies' || one.part === 'headers') && one.kind === 'missing') ||
      describesBody(one),
  )
}

/** True when a message was printed before any of the page: it stands first, or PHP says that headers were already sent. */
function comesBeforePage(text: string, printed: readonly Printed[]): boolean {
  const [first] = printed
  if (first === undefined) return false
  return text.slice(0, first.from).trim() === '' || printed.some(({ diagnostic }) => saysHeadersSent(diagnostic))
}

/** True for the warning of functions that are called too late to send a header field. */
export function saysHeadersSent({ message }: PhpDiagnostic): boolean {
  return /headers (?:have )?already (?:been )?sent/i.test(message)
}

function describesBody({ part, path }: Difference): boolean {
  return part === 'headers' && ofTheBody.test(path)
}

/** Returns the differences that remain between the bodies once the printed messages are removed. */
function leftWithoutPrinted(pair: ReadPair): Difference[] {
  const legacy = cleaned(pair, 'legacy')
  const candidate = cleaned(pair, 'candidate', legacy?.body.mediaType)
  if (legacy === undefined || candidate === undefined) return []
  const options = { identicalBodies: false, hosts: { legacy: [], candidate: [] }, method: pair.request.method }
  return differencesOfAnswers(legacy, candidate, options).filter(({ part }) => part === 'body')
}

/**
 * Returns the answer without the printed messages.
 *
 * @param mediaType media type that the answer would have had if its header field had been sent in time.
 */
function cleaned(pair: ReadPair, leg: 'legacy' | 'candidate', mediaType?: string): Answer | undefined {
  const answer = pair.answer(leg)
  if (answer === undefined || (pair.printed(leg).length === 0 && mediaType === undefined)) return answer
  const text = withoutPrinted(answer.body.text, pair.printed(leg))
  const type = mediaType ?? answer.body.mediaType
  const headers: Headers = type === '' ? [] : [['Content-Type', `${type}; charset=utf-8`]]
  const bytes = Buffer.from(text)
  const body = { bytes, size: bytes.byteLength, truncated: false }
  return answerOf({ ...answer.response, headers, body })
}

function withoutPrinted(text: string, printed: readonly Printed[]): string {
  let from = 0
  const kept: string[] = []
  for (const each of printed) {
    kept.push(text.slice(from, each.from))
    from = each.to
  }
  return kept.join('') + text.slice(from)
}

/** Returns the differences that are not found again. Places are ignored, because they may have moved. */
function without(differences: readonly Difference[], found: readonly Difference[]): Difference[] {
  const again = new Set(found.map(shown).map(contentOf))
  return differences.filter((one) => !again.has(contentOf(one)))
}

function contentOf({ kind, legacy, candidate }: Difference): string {
  return JSON.stringify([kind, legacy, candidate])
}

function inWords({ part, path, legacy, kind }: Difference): string[] {
  if (part === 'status') return [`status ${legacy ?? ''} not set`]
  if (part === 'redirect') return ['redirect lost']
  if (part === 'cookies') return [`cookie ${path} lost`]
  return part === 'headers' && kind === 'missing' && !ofTheBody.test(path) ? [`header ${path} lost`] : []
}
