import type { Difference } from '../model/difference.js'
import type { Evidence, Sighting } from '../model/finding.js'
import type { Judgement } from '../model/judgement.js'
import { withoutMarks } from '../model/marks.js'
import type { Scrub } from './body.js'
import type { Concealer } from './concealer.js'
import { isPersonalHeader, isSecretHeader, isSecretValue } from './secret-names.js'

export function redactJudgement(judgement: Judgement, scrub: Scrub, conceal: Concealer): Judgement {
  return {
    ...judgement,
    differences: judgement.differences.map((difference) => redactDifference(difference, scrub, conceal)),
    noise: judgement.noise.map(({ difference, source }) => ({
      difference: redactDifference(difference, scrub, conceal),
      source,
    })),
    sightings: judgement.sightings.map((sighting) => redactSighting(sighting, scrub)),
    // Their statements stay as they are: they are asked, never written.
    questions: judgement.questions.map((question) => ({ ...question, key: withoutMarks(scrub(question.key)) })),
  }
}

/** What a cause or an experiment says. */
export function redactSighting(sighting: Sighting, scrub: Scrub): Sighting {
  const { key, title, evidence } = sighting
  return { ...sighting, key: withoutMarks(scrub(key)), title: scrub(title), evidence: scrubEvidence(evidence, scrub) }
}

/** The value of a secret field is taken out of its text: here it stands alone, and only the path says what it is. */
function redactDifference(difference: Difference, scrub: Scrub, conceal: Concealer): Difference {
  const { path, legacy, candidate } = difference
  const clean = (text: string): string =>
    isSecretPlace(difference, text) ? concealAlone(text, scrub, conceal) : scrub(text)
  return {
    ...difference,
    path: withoutMarks(scrub(path)),
    ...(legacy === undefined ? {} : { legacy: clean(legacy) }),
    ...(candidate === undefined ? {} : { candidate: clean(candidate) }),
  }
}

/** By the header's name, or by the last name of a JSON path, a list's index aside. */
function isSecretPlace({ part, path }: Difference, text: string): boolean {
  if (part === 'headers') return isSecretHeader(path) || isPersonalHeader(path) || isSecretValue(path, text)
  const [, quoted, plain] = /(?:\["((?:[^"\\]|\\.)*)"\]|([^.[\]"]*))(?:\[\d+\])*$/.exec(path) ?? []
  return part === 'body' && path.startsWith('$') && isSecretValue(quoted ?? plain ?? '', valueOf(text))
}

/** JSON's own notation: whether there is a value at all is no secret. What holds more than one is looked into. */
function concealAlone(text: string, scrub: Scrub, conceal: Concealer): string {
  if (/^(?:null|true|false|""|\[\]|\{\})$/.test(text)) return text
  if (text.startsWith('{')) return scrub(text)
  return conceal(valueOf(text))
}

/** What a JSON text means where it is a string, so that the hash is that of the body. */
function valueOf(text: string): string {
  if (!text.startsWith('"')) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text // cut
  }
}

function scrubEvidence(evidence: Evidence, scrub: Scrub): Evidence {
  return Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, scrubValue(value, scrub)]))
}

function scrubValue(value: Evidence[string], scrub: Scrub): Evidence[string] {
  if (typeof value === 'string') return scrub(value)
  return Array.isArray(value) ? (value as readonly string[]).map(scrub) : value
}
