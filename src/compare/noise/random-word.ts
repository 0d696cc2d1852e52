/** Letter pairs that make up most of the words of English, French, German and Spanish; a sixth of all pairs. */
const usualPairs = new Set(
  (
    'th he in er re an on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ' +
    'ma si om ur la et el ns ai qu us ie ue un ss pa au tr ta po so eu em ni ut pr pe mi no lo do ca di sh ho il ee tt ec wi ot ac ad ag am ol ' +
    'os ow id if im ir sa su ct ly fo wa pl bl cl ex up lu du mo na ga go tu ei ge ui rs ck'
  ).split(' '),
)

/** Number of letter pairs below which nothing can be said. */
const minPairs = 3
/** Largest share of usual pairs in random words: drawn at random it is a fifth, in real words four fifths. */
const maxUsual = { ofBoth: 0.45, ofOne: 0.75 }
/** Largest share of places at which two random words of one length may have the same letter. */
const maxAlike = 0.4
/** Minimum length of a word of letters alone, unless a random word is expected there. */
const minLetters = 16

/**
 * True when both words were drawn at random in the same way: equally long, of the same letters, alike in few places, and not words of a
 * language.
 *
 * @param expected true if the name of the place announces a random word.
 */
export function areBothRandom(one: string, other: string, expected: boolean): boolean {
  if (one.length !== other.length || one.length < (expected ? 6 : 10)) return false
  if (caseOf(one) !== caseOf(other) && isOneCase(one) && isOneCase(other)) return false
  if (likenessOf(one, other) > maxAlike) return false
  return (
    [one, other].some((word) => isMixed(word) || (isLetters(word) && (expected || word.length >= minLetters))) &&
    areNoWords(one, other)
  )
}

/** Returns the share of places at which both words have the same letter. */
function likenessOf(one: string, other: string): number {
  let alike = 0
  for (let at = 0; at < one.length; at += 1) if (one[at] === other[at]) alike += 1
  return alike / one.length
}

function areNoWords(...words: readonly string[]): boolean {
  const counts = words.map(countPairs)
  const isUsual = (max: number, { usual, all }: PairCounts): boolean => all >= minPairs && usual > all * max
  const both = counts.reduce((sum, { usual, all }) => ({ usual: sum.usual + usual, all: sum.all + all }))
  return !isUsual(maxUsual.ofBoth, both) && !counts.some((one) => isUsual(maxUsual.ofOne, one))
}

interface PairCounts {
  readonly usual: number
  readonly all: number
}

/** Counts the letter pairs of a word; a hexadecimal word has none. */
function countPairs(word: string): PairCounts {
  let [usual, all] = [0, 0]
  if (/^[\da-f]+$/i.test(word) && /\d/.test(word)) return { usual, all }
  const lower = word.toLowerCase()
  for (let at = 0; at + 1 < lower.length; at += 1) {
    const pair = lower.slice(at, at + 2)
    if (!/^[a-z]{2}$/.test(pair)) continue
    all += 1
    if (usualPairs.has(pair)) usual += 1
  }
  return { usual, all }
}

function isMixed(word: string): boolean {
  return /\d/.test(word) && /[a-z]/i.test(word)
}

function isLetters(word: string): boolean {
  return /^[a-z]+$/i.test(word)
}

function isOneCase(word: string): boolean {
  return caseOf(word) !== 'both' && caseOf(word) !== 'none'
}

function caseOf(word: string): 'lower' | 'upper' | 'both' | 'none' {
  const [lower, upper] = [/[a-z]/.test(word), /[A-Z]/.test(word)]
  if (lower && upper) return 'both'
  return lower ? 'lower' : upper ? 'upper' : 'none'
}
