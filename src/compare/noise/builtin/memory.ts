import type { NoiseLearner } from '../learner.js'

const used = /((?:memory|mémoire|peak|usage|ram)[^\d\n]{0,40})\d+(?:[.,]\d+)?(\s*)([kmg]?i?[bo]|bytes|octets)\b/giu

export const memory: NoiseLearner = {
  id: 'memory',
  about: 'What a page says of the memory that it used: "memory peak 12.4 MB".',
  mask: (value) => value.replace(used, '$1(memory)$2$3'),
}
