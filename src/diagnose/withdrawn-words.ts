import type { Judgement } from '../model/judgement.js'
import { apartInWords } from './unpaired/apart-words.js'

/** Max reasons that a sentence names; the rest are counted. */
const maxNamed = 3

/** Says why no pair shows a finding any more, by what each of its pairs is judged to be now. */
export function whyGone(now: readonly Judgement[]): string {
  const reasons = [...new Set(now.flatMap(reasonsOf))]
  const more = reasons.length - maxNamed
  const named = reasons.slice(0, maxNamed).join('; ') + (more > 0 ? `; and ${more} more` : '')
  const pairs = now.length === 1 ? 'the pair that showed it was' : `the ${now.length} pairs that showed it were`
  return `With all that the run showed, ${pairs} judged again: ${named}.`
}

function reasonsOf({ verdict, apart, noise, sightings }: Judgement): string[] {
  if (apart !== undefined) return [apartInWords[apart.kind](apart.name)]
  if (verdict === 'incomparable') return ['its answers cannot be compared']
  const others = sightings.map(({ cause, title }) => `it is ${cause}: ${title}`)
  if (others.length > 0) return others
  const sources = [...new Set(noise.map(({ source }) => source))].map(wordsOfNoise)
  return sources.length > 0 ? sources : ['the answers are the same']
}

function wordsOfNoise(source: string): string {
  if (source === 'control') return 'legacy, asked a second time, differs there too'
  if (source === 'learned') return 'legacy varies there by itself'
  if (source.startsWith('rule:')) return `your rule "${source.slice('rule:'.length)}" says that it is noise`
  return `it varies by itself (${source.replace('builtin:', '')})`
}
