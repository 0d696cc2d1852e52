/** Replaces each secret that it finds in a text. */
export type Search = (text: string, replace: (secret: string) => string) => string

/** Number and minimum length of the texts remembered: enough for the bodies of a pair, while a header field is read again more quickly. */
const remembered = { texts: 8, longerThan: 500 }

/**
 * Wraps a search so that it never rereads a text in which it found nothing: the bodies of a pair are searched for their secrets first, and
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
