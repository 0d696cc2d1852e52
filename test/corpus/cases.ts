import { readFileSync } from 'node:fs'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { parse } from 'yaml'
import type { OwnHosts } from '../../src/compare/comparator.js'
import type { NoiseRule } from '../../src/compare/noise/rules.js'
import type { Headers } from '../../src/model/http.js'
import type { AnAnswer } from '../support/factories.js'

type Fields = Readonly<Record<string, string | readonly string[]>>

/** A labelled pair as the files of this folder write it; their heads say what each key means. */
export interface Case {
  readonly name: string
  readonly type: keyof typeof mediaTypes
  readonly legacy: string
  readonly candidate: string
  readonly control?: string
  /** How legacy's text is encoded; the others' is UTF-8. */
  readonly encoding?: string
  /** Both bodies are bytes, written in base64. */
  readonly base64?: boolean
  readonly codings?: readonly [Coding, Coding]
  /** Of legacy, candidate and control. */
  readonly status?: readonly number[]
  readonly target?: string
  readonly headers?: Fields
  readonly candidateHeaders?: Fields
  readonly controlHeaders?: Fields
  readonly rules?: readonly Partial<NoiseRule>[]
  readonly expect: readonly string[]
  /** Pieces of legacy's text that no reader ever sees. */
  readonly unread?: readonly string[]
  readonly noise?: readonly string[]
}

const mediaTypes = {
  json: 'application/json',
  html: 'text/html',
  xml: 'application/rss+xml',
  csv: 'text/csv',
  text: 'text/plain',
  png: 'image/png',
  pdf: 'application/pdf',
}

const coders = {
  identity: { name: undefined, code: (bytes: Buffer) => bytes },
  gzip: { name: 'gzip', code: (bytes: Buffer) => gzipSync(bytes) },
  deflate: { name: 'deflate', code: (bytes: Buffer) => deflateSync(bytes) },
  'deflate-raw': { name: 'deflate', code: (bytes: Buffer) => deflateRawSync(bytes) },
  br: { name: 'br', code: (bytes: Buffer) => brotliCompressSync(bytes) },
  'none-but-gzip': { name: 'gzip', code: (bytes: Buffer) => bytes },
}
type Coding = keyof typeof coders

/** The own addresses of the stacks in all cases. */
export const hosts: OwnHosts = { legacy: ['legacy.test'], candidate: ['candidate.test'] }

export function casesIn(file: string): Case[] {
  return parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[]
}

export function answersOf(each: Case): { legacy: AnAnswer; candidate: AnAnswer; control?: AnAnswer } {
  const { headers = {}, candidateHeaders = {}, controlHeaders = {}, encoding } = each
  const [one, other] = each.codings ?? ['identity', 'identity']
  return {
    legacy: answerOf(each, 0, each.legacy, headers, one, encoding),
    candidate: answerOf(each, 1, each.candidate, candidateHeaders, other),
    ...(each.control === undefined ? {} : { control: answerOf(each, 2, each.control, controlHeaders, one) }),
  }
}

function answerOf(
  { type, base64 = false, status = [] }: Case,
  leg: number,
  text: string,
  fields: Fields,
  coding: Coding,
  encoding = 'utf8',
): AnAnswer {
  const { name, code } = coders[coding]
  const bytes = base64 ? Buffer.from(text, 'base64') : iconv.encode(text, encoding)
  const all = fieldsOf({ ...(name === undefined ? {} : { 'Content-Encoding': name }), ...fields })
  const typed = all.some(([field]) => field.toLowerCase() === 'content-type')
  return {
    status: status[leg] ?? 200,
    bytes: code(bytes),
    headers: typed ? all : [['Content-Type', mediaTypes[type]], ...all],
  }
}

function fieldsOf(fields: Fields): Headers {
  return Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const))
}

export function rulesOf({ rules = [] }: Case): NoiseRule[] {
  return rules.map((rule) => ({ name: 'r', reason: 'varies', author: 'Ada', expires: '2099-12-31', ...rule }))
}
