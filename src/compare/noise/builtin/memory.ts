import type { NoiseLearner } from '../learner.js'

const memoryWord = String.raw`(?:memory|mémoire|ram|mem)`
const useWord = String.raw`(?:usage|used|peak|pic|utilisée?|consommée?)`
const amount = String.raw`\d{1,12}(?:[.,]\d{1,9})?(\s{0,3})([kmg]?i?[bo]|bytes|octets)\b`
const used = new RegExp(
  String.raw`\b((?:${memoryWord}[^\d\n]{0,20}${useWord}|${useWord}[^\d\n]{0,20}${memoryWord})[^\d\n]{0,40})${amount}`,
  'giu',
)

/** Masks the memory a page says it used. Words of use tell it from the memory of a computer that is for sale. */
export const memory: NoiseLearner = {
  id: 'memory',
  about: 'What a page says of the memory that it used: "memory peak 12.4 MB".',
  mask: (value) => value.replace(used, '$1(memory)$2$3'),
}
