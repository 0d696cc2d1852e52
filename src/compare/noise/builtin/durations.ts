import type { NoiseLearner } from '../learner.js'

const work = String.raw`(?:load|page|execution|generation|render|response|process|query|script)\p{L}{0,4}[ _-]time`
const travail = String.raw`(?:temps|durée) (?:d['’]|de |du )(?:exécution|génération|chargement|réponse|calcul|traitement|script)`
const done = String.raw`generated|rendered|executed|loaded|took|elapsed|queries|généré\p{L}{0,3}|exécuté\p{L}{0,3}`
const spent = new RegExp(
  String.raw`((?:${work}|${travail}|${done})[^\d\n]{0,40})\d{1,9}(?:[.,]\d{1,20})?(\s{0,3})(ms|µs|s|sec|seconds?|secondes?|millisecond(?:e?s)?)\b`,
  'giu',
)

/** Masks the time a page says it took. The words before it tell it from "delivered in 3 days" and "cooking time: 30 s". */
export const durations: NoiseLearner = {
  id: 'durations',
  about: 'What a page says of the time that it took: "generated in 0.123 s".',
  mask: (value) => value.replace(spent, '$1(duration)$2$3'),
}
