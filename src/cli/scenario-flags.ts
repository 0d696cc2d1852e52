import { existsSync } from 'node:fs'
import { SosieError } from '../base/errors.js'

/** Checks a scenario's file name. An existing file is not overwritten unasked, because it may have been edited by hand. */
export function freeName(file: string, force: boolean): string {
  if (!/\.ya?ml$/.test(file))
    throw new SosieError('SOSIE_E_USAGE', `${file}: a scenario is called NAME.yaml. Change --out.`)
  if (!force && existsSync(file))
    throw new SosieError(
      'SOSIE_E_NOT_WRITABLE',
      `${file} is there already. Give --force to write over it, or another --out.`,
    )
  return file
}

export function positiveWhole(text: string, flag: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new SosieError('SOSIE_E_USAGE', `${flag} "${text}" is no number of requests. Give a whole number from 1 on.`)
}

/** Returns what a person has to do before the scenario can be replayed. */
export function variableLines(variables: Readonly<Record<string, string>>): string[] {
  const names = Object.entries(variables)
  if (names.length === 0) return []
  const longest = Math.max(...names.map(([name]) => name.length))
  return [
    'Fill in before a replay, in its environment:',
    ...names.map(([name, where]) => `  ${name.padEnd(longest)}  ${where}`),
  ]
}
