import type { DoctorSeverity } from '../../model.js'
import { check, type Check } from '../../check.js'

/** True when two values of a variable differ in a way that deserves a row. */
export type Matters = (legacy: string, candidate: string) => boolean

export interface VariableRow {
  readonly id: string
  readonly variable: string
  readonly matters: Matters
  readonly severity: DoctorSeverity
  readonly why: string
  readonly fix: string
}

/** Builds the check of one system variable; it finds nothing when one of the servers does not have the variable. */
export function variableCheck({ id, variable, matters, severity, why, fix }: VariableRow): Check {
  return check({
    id,
    asks: `\`${variable}\``,
    why,
    fix,
    source: `MySQL Reference Manual, "Server System Variables", ${variable}`,
    legacy: ['variables'],
    candidate: ['variables'],
    judge(legacy, candidate) {
      const [before, after] = [legacy.variables.get(variable), candidate.variables.get(variable)]
      if (before === undefined || after === undefined || !matters(before, after)) return []
      const [shownBefore, shownAfter] = [shown(variable, before), shown(variable, after)]
      return [{ severity, what: `${variable} differs`, legacy: shownBefore, candidate: shownAfter }]
    },
  })
}

export const differ: Matters = (legacy, candidate) => legacy.toLowerCase() !== candidate.toLowerCase()

/** For numeric variables only. */
export const isLess: Matters = (legacy, candidate) => Number(candidate) < Number(legacy)

/** True when the candidate has less than half: a little less is taken for a choice. */
export const isMuchLess: Matters = (legacy, candidate) => Number(candidate) * 2 < Number(legacy)

export const turnedOn: Matters = (legacy, candidate) => !isOn(legacy) && isOn(candidate)

export const turnedOff: Matters = (legacy, candidate) => isOn(legacy) && !isOn(candidate)

export function isOn(value: string): boolean {
  return ['on', '1', 'yes', 'true'].includes(value.toLowerCase())
}

function shown(variable: string, value: string): string {
  if (value === '') return '(empty)'
  const bytes = Number(value)
  const megabytes = bytes / 1024 ** 2
  if (!/(?:packet|size)$/.test(variable) || !(megabytes >= 0.1)) return value
  return `${Number.isInteger(megabytes) ? megabytes : megabytes.toFixed(1)} MB`
}
