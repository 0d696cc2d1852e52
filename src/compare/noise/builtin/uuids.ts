import type { NoiseLearner } from '../learner.js'

/** UUID versions made from chance or the time (RFC 9562): 1, 4, 6 and 7. Versions 3 and 5 are made from a name and are content. */
const madeAnew = /\b[0-9a-f]{8}-[0-9a-f]{4}-[1467][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi

export const uuids: NoiseLearner = {
  id: 'uuids',
  about: 'UUIDs made of chance or of the moment (versions 1, 4, 6 and 7).',
  mask: (value) => value.replace(madeAnew, '(uuid)'),
}
