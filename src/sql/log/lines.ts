/** A line that was longer than is kept comes as its first part: nothing that begins with it is a statement to be run. */
export interface LineReader {
  /** @param chunk bytes, however they were cut. */
  take(chunk: Buffer): void
  /** Hands over what stands after the last line break; false where the text ended with one, or was empty. */
  end(): boolean
}

/**
 * Splits bytes into lines (byte strings, without `\n` or `\r\n`) in bounded memory.
 *
 * @param longest characters of a line that are kept; of a longer one nothing is lost but what is past them.
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
