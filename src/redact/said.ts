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
    // The statements of questions stay as they are: they are run, never written.
    questions: judgement.questions.map((question) => ({ ...question, key: withoutMarks(scrub(question.key)) })),
  }
}

/** Redacts what a cause or an experiment reports. */
export function redactSighting(sighting: Sighting, scrub: Scrub): Sighting {
  const { key, title, evidence } = sighting
  return { ...sighting, key: withoutMarks(scrub(key)), title: scrub(title), evidence: scrubEvidence(evidence, scrub) }
}

/** Redacts a difference. The value of a secret field stands alone here, so only the path tells what it is. */
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

/** True when the header's name, or the last name of a JSON path without list indexes, makes the value a secret. */
function isSecretPlace({ part, path }: Difference, text: string): boolean {
  if (part === 'headers') return isSecretHeader(path) || isPersonalHeader(path) || isSecretValue(path, text)
  const [, quoted, plain] = /(?:\["((?:[^"\\]|\\.)*)"\]|([^.[\]"]*))(?:\[\d+\])*$/.exec(path) ?? []
  return part === 'body' && path.startsWith('$') && isSecretValue(quoted ?? plain ?? '', valueOf(text))
}

/** Hides a JSON value. null, booleans and empty values stay, because whether there is a value is no secret; an object is scrubbed instead. */
function concealAlone(text: string, scrub: Scrub, conceal: Concealer): string {
  if (/^(?:null|true|false|""|\[\]|\{\})$/.test(text)) return text
  if (text.startsWith('{')) return scrub(text)
  return conceal(valueOf(text))
}

/** Returns the content of a JSON string, so that its hash is that of the body; any other text as it is. */
function valueOf(text: string): string {
  if (!text.startsWith('"')) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text // not valid JSON: it was cut
  }
}

function scrubEvidence(evidence: Evidence, scrub: Scrub): Evidence {
  return Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, scrubValue(value, scrub)]))
}

function scrubValue(value: Evidence[string], scrub: Scrub): Evidence[string] {
  if (typeof value === 'string') return scrub(value)
  return Array.isArray(value) ? (value as readonly string[]).map(scrub) : value
}
