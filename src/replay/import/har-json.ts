import { Tokenizer, TokenParser } from '@streamparser/json'
import { Unreadable } from './importer.js'

/** An entry of a HAR as it is in the file. */
export interface RawEntry {
  readonly value: unknown
  /** Index in the file, from 0. */
  readonly index: number
}

/**
 * Reads the entries of a HAR one after the other, with no more than a few of them in memory. HAR is JSON in UTF-8 (HTTP
 * Archive 1.2), with or without a byte order mark.
 */
export async function* harEntries(chunks: AsyncIterable<Uint8Array>): AsyncIterable<RawEntry> {
  const parser = entryParser()
  const characters = new TextDecoder('utf-8', { fatal: true })
  let read = 0
  for await (const chunk of chunks) {
    const json = read === 0 ? withoutMark(chunk) : chunk
    attempt(
      () => characters.decode(chunk, { stream: true }),
      () => `is not in UTF-8 near byte ${read}. Save it again as UTF-8`,
    )
    const marked = chunk.byteLength - json.byteLength
    yield* attempt(
      () => parser.write(json),
      (why) => `is no JSON at byte ${parser.place() + marked}: ${why}`,
    )
    read += chunk.byteLength
  }
  if (!parser.ended()) throw new Unreadable(`breaks off at byte ${read}: it was cut. Save it again`)
  if (!parser.isHar()) throw new Unreadable('is JSON, but no HAR: it has no log with entries')
}

interface EntryParser {
  /** Returns the entries that end within these bytes. */
  readonly write: (bytes: Uint8Array) => RawEntry[]
  /** Returns the offset, in bytes, of the last token. */
  readonly place: () => number
  readonly ended: () => boolean
  readonly isHar: () => boolean
}

function entryParser(): EntryParser {
  const state = { entries: [] as RawEntry[], place: 0, ended: false, isHar: false }
  const parser = new TokenParser({ paths: ['$.log.entries.*', '$.log.version'], keepStack: false })
  parser.onValue = ({ value, key, stack }) => {
    state.isHar = true
    // The version is one level higher.
    if (stack.length === 3 && typeof key === 'number') state.entries.push({ value, index: key })
  }
  parser.onEnd = () => (state.ended = true)
  const tokenizer = new Tokenizer({ stringBufferSize: 1 << 16 })
  tokenizer.onToken = (token) => {
    state.place = token.offset
    parser.write(token)
  }
  return {
    write: (bytes) => {
      // After the end, only white space may follow; the tokenizer would complain of it in words of its own.
      if (state.ended && Buffer.from(bytes).toString('latin1').trim() === '') return []
      state.entries = []
      tokenizer.write(bytes)
      return state.entries
    },
    place: () => state.place,
    ended: () => state.ended,
    isHar: () => state.isHar,
  }
}

/** Runs a step of a parser; any error in it is one of the file. */
function attempt<T>(step: () => T, complaint: (why: string) => string): T {
  try {
    return step()
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split(/[.\n]/, 1)[0] ?? '') : 'it cannot be read'
    throw new Unreadable(complaint(why), { cause })
  }
}

function withoutMark(chunk: Uint8Array): Uint8Array {
  if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
    throw new Unreadable('is in UTF-16, by its first two bytes. Save it again as UTF-8')
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk
}
