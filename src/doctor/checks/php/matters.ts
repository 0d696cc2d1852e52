import { bytesOf, isOn } from '../../php/values.js'
import type { DirectiveRow } from './directive.js'

type Matters = DirectiveRow['matters']

export const differ: Matters = (legacy, candidate) => legacy !== candidate
export const lessBytes: Matters = (legacy, candidate) => bytesOf(candidate) < bytesOf(legacy)
export const lessNumber: Matters = (legacy, candidate) => limit(candidate) < limit(legacy)
export const lost: Matters = (legacy, candidate) => isOn(legacy) && !isOn(candidate)
export const gained: Matters = (legacy, candidate) => !isOn(legacy) && isOn(candidate)
export const turned: Matters = (legacy, candidate) => isOn(legacy) !== isOn(candidate)
export const moreNames: Matters = (legacy, candidate) => names(candidate).some((name) => !names(legacy).includes(name))

const limit = (value: string): number => (Number(value) > 0 ? Number(value) : Infinity)
const names = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

export const asLegacy = "Set it in the candidate's php.ini as on legacy."
