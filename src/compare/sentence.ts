import type { Difference } from '../model/difference.js'

/** Describes a difference in a sentence. */
export function sentenceOf(difference: Difference): string {
  const { kind, path, legacy = 'nothing', candidate = 'nothing' } = difference
  switch (kind) {
    case 'value':
      return differsInSpace(legacy, candidate)
        ? `${path}: legacy says ${withSpaceShown(legacy)}, the candidate ${withSpaceShown(candidate)}, other white space.`
        : `${path}: legacy says ${quoted(legacy)}, the candidate ${quoted(candidate)}.`
    case 'type':
      return `${path}: ${quoted(legacy)} became ${quoted(candidate)}, another type.`
    case 'missing':
      return `${path}: the candidate lacks ${quoted(legacy)}.`
    case 'added':
      return `${path}: only the candidate has ${quoted(candidate)}.`
    case 'order':
      return `${path}: the same pieces in another order.`
    case 'cut-short':
      return `The candidate's answer stops at ${path}; legacy goes on with ${quoted(legacy)}.`
    case 'unreadable':
      return `${path}: one side is not what its type says. Legacy begins with ${quoted(legacy)}, the candidate with ${quoted(candidate)}.`
  }
}

function quoted(value: string): string {
  // A space at an edge may be the only difference; line ends only break the sentence.
  return `“${value.replace(/^[\r\n]+|[\r\n]+$/g, '')}”`
}

function differsInSpace(legacy: string, candidate: string): boolean {
  return legacy.replace(/\s/g, '') === candidate.replace(/\s/g, '')
}

function withSpaceShown(value: string): string {
  return `“${value.replaceAll('\r', '␍').replaceAll('\n', '␊').replaceAll('\t', '␉').replaceAll(' ', '␠')}”`
}
