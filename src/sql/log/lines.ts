/** Splits bytes into lines. Of a line longer than is kept, only the beginning is handed over, which is too long to be run as a statement. */
export interface LineReader {
  /** @param chunk bytes, cut anywhere. */
  take(chunk: Buffer): void
  /** Hands over what follows the last line break. Returns false if nothing does. */
  end(): boolean
}

/**
 * Returns a reader that splits bytes into lines (byte strings, without `\n` or `\r\n`) in bounded memory.
 *
 * @param longest maximum number of characters kept of a line; what is past them is dropped.
 */
export function lineReader(longest: number, take: (line: string) => void): LineReader {
  let open = ''
  const keep = (text: string): void => {
    if (open.length < longest) open += text.slice(0, longest - open.length)
  }
  const finish = (): void => {
    take(open.endsWith('\r') ? open.slice(0, -1) : open)
    open = ''
  }
  return {
    take(chunk) {
      const parts = chunk.toString('latin1').split('\n')
      const last = parts.pop() ?? ''
      for (const part of parts) {
        keep(part)
        finish()
      }
      keep(last)
    },
    end() {
      if (open === '') return false
      finish()
      return true
    },
  }
}
