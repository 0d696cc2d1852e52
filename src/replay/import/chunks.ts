import { Unreadable } from './importer.js'

/** A piece of a file, and its position. */
export interface Piece {
  readonly bytes: Buffer
  /** Offset in bytes from the beginning of the file. */
  readonly at: number
  /** False for what comes after the last delimiter. */
  readonly ended: boolean
}

/** Splits a file at a delimiter. Throws if a piece is longer than `longest`, which no honest file has. */
export async function* piecesBetween(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: Buffer,
  longest: number,
): AsyncIterable<Piece> {
  let held: Buffer[] = []
  let heldBytes = 0
  let at = 0
  for await (const chunk of chunks) {
    // A delimiter may span two chunks, so the end of what is held is searched again.
    const overlap = tail(held, delimiter.length - 1)
    const window = Buffer.concat([overlap, chunk])
    let from = 0
    for (let found = window.indexOf(delimiter); found !== -1; found = window.indexOf(delimiter, from)) {
      const bytes =
        from === 0
          ? Buffer.concat([...held, chunk]).subarray(0, heldBytes - overlap.length + found)
          : window.subarray(from, found)
      yield { bytes, at, ended: true }
      at += bytes.length + delimiter.length
      from = found + delimiter.length
    }
    if (from > 0) {
      held = [window.subarray(from)]
      heldBytes = window.length - from
    } else {
      held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      heldBytes += chunk.byteLength
    }
    if (heldBytes > longest)
      throw new Unreadable(`has no end of the piece that begins at byte ${at}, within ${longest} bytes`)
  }
  if (heldBytes > 0) yield { bytes: Buffer.concat(held), at, ended: false }
}

function tail(held: readonly Buffer[], length: number): Buffer {
  let bytes = Buffer.alloc(0)
  for (let index = held.length - 1; index >= 0 && bytes.length < length; index -= 1)
    bytes = Buffer.concat([held[index] ?? bytes, bytes])
  return bytes.subarray(Math.max(0, bytes.length - length))
}
