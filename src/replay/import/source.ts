import { createReadStream, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import { SosieError } from '../../base/errors.js'
import { Unreadable } from './importer.js'

/** A file that is being imported, unpacked if it was packed with gzip. */
export interface Source {
  /** Beginning of the file, as text. */
  readonly start: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Reports how much of a file was read, and its size, in bytes on the disk. */
export type Progress = (read: number, size: number) => void

const startBytes = 8192

/** Opens a file for reading. @throws SosieError if there is no such file. */
export async function openSource(file: string, progress: Progress, signal: AbortSignal): Promise<Source> {
  const size = sizeOf(file)
  const raw = createReadStream(file, { highWaterMark: 1 << 16 })
  raw.on('data', () => progress(raw.bytesRead, size))
  raw.pause()
  const packed = (await firstBytes(file)).subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))
  const stream = packed ? pipeline(raw, createGunzip(), () => undefined) : raw
  const chunks = faultsNamed(stream, signal)[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  for (let length = 0; length < startBytes;) {
    const { value, done } = await chunks.next()
    if (done === true) break
    held.push(value)
    length += value.byteLength
  }
  return { start: Buffer.concat(held).toString('utf8', 0, startBytes), chunks: again(held, chunks) }
}

function sizeOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return stat.size
  const what = stat === undefined ? `There is no file ${file}` : `${file} is no file`
  throw new SosieError('SOSIE_E_NOT_READABLE', `${what}. Give a HAR, a .gor file or an access log.`)
}

async function firstBytes(file: string): Promise<Buffer> {
  for await (const chunk of createReadStream(file, { end: 1 })) return chunk as Buffer
  return Buffer.alloc(0)
}

async function* faultsNamed(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of stream) {
      if (signal.aborted) throw new Unreadable('was not read to its end: stopped')
      yield chunk as Uint8Array
    }
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Unreadable(`cannot be read to its end: ${why}`, { cause })
  }
}

async function* again(held: readonly Uint8Array[], rest: AsyncIterator<Uint8Array, void>): AsyncIterable<Uint8Array> {
  yield* held
  for (;;) {
    const { value, done } = await rest.next()
    if (done === true) return
    yield value
  }
}
