import type { RowsHash } from '../model/statement.js'

/** Hashes rows as their bytes pass, however they were cut. */
export interface RowHasher {
  /** Adds bytes of the row that is under way. */
  add(bytes: Buffer, from: number, to: number): void
  /** Ends the row under way. */
  row(): void
  /** Drops the row under way, because it was the packet after the last row. */
  noRow(): void
  /** Returns undefined if there were no rows, or more bytes than are hashed. */
  result(): RowsHash | undefined
}

const { imul } = Math

/** Maximum number of bytes hashed per statement, so that reading lags behind forwarding by some 20 ms at most. */
const maxBytes = 4 * 1024 * 1024

/**
 * Returns a hasher that takes two 32-bit multiplicative hashes per row (the scheme of cyrb53, public domain), then one hash over these
 * hashes in their order and one sum of them. Not cryptographic: it finds accidents, not forgers. Written in JavaScript because a native hash
 * takes 2 µs per row to set up.
 */
export function rowHasher(): RowHasher {
  let bytesHashed = 0
  let rows = 0
  let [one, other] = [seedOne, seedOther]
  let [orderedOne, orderedOther, sumOne, sumOther] = [seedOne, seedOther, 0, 0]

  const restart = (): void => {
    one = seedOne
    other = seedOther
  }

  return {
    add(bytes, from, to) {
      bytesHashed += to - from
      if (bytesHashed > maxBytes) return
      for (let at = from; at < to; at += 1) {
        const byte = bytes[at] ?? 0
        one = imul(one ^ byte, 2654435761)
        other = imul(other ^ byte, 1597334677)
      }
    },
    row() {
      rows += 1
      const [first, second] = [mixed(one, other), mixed(other, one)]
      orderedOne = imul(orderedOne ^ first, 2654435761)
      orderedOther = imul(orderedOther ^ second, 1597334677)
      sumOne = (sumOne + first) | 0
      sumOther = (sumOther + second) | 0
      restart()
    },
    noRow: restart,
    result: () =>
      rows === 0 || bytesHashed > maxBytes
        ? undefined
        : {
            ordered: hex(mixed(orderedOne, orderedOther)) + hex(mixed(orderedOther, orderedOne)),
            unordered: hex(sumOne) + hex(sumOther),
          },
  }
}

const seedOne = 0xdeadbeef | 0
const seedOther = 0x41c6ce57

/** Spreads what the multiplications left in the upper bits. */
function mixed(one: number, other: number): number {
  return imul(one ^ (one >>> 16), 2246822507) ^ imul(other ^ (other >>> 13), 3266489909)
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
