/** Puts something in the place of each secret that it finds in a text. */
export type Search = (text: string, replace: (secret: string) => string) => string

/** Bodies of a pair, and then some; a header field is read again sooner than found here. */
const remembered = { texts: 8, longerThan: 500 }

/**
 * The same search, which reads no text twice in which it found nothing: the bodies of a pair are searched for their secrets first, and
 * then for what to hide.
 */
export function searchOnce(search: Search): Search {
  const barren: string[] = []
  const remember = (text: string): void => {
    barren.push(text)
    if (barren.length > remembered.texts) barren.shift()
  }
  return (text, replace) => {
    if (barren.includes(text)) return text
    let found = 0
    const clean = search(text, (secret) => {
      found += 1
      return replace(secret)
    })
    if (found === 0 && text.length > remembered.longerThan) remember(text)
    return clean
  }
}
