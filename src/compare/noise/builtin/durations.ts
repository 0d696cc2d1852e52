import type { NoiseLearner } from '../learner.js'

const spent =
  /((?:generated|rendered|executed|loaded|took|taken|time|elapsed|duration|queries|généré\p{L}*|temps|durée|exécut\p{L}*)[^\d\n]{0,40})\d+(?:[.,]\d+)?(\s*)(ms|µs|s|sec|seconds?|secondes?|millisecond(?:e?s)?)\b/giu

/** How long the page took, as it says itself: told apart from a shop's "delivered in 3 days" by the words before it. */
export const durations: NoiseLearner = {
  id: 'durations',
  about: 'What a page says of the time that it took: "generated in 0.123 s".',
  mask: (value) => value.replace(spent, '$1(duration)$2$3'),
}
