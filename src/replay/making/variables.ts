import { markPattern, markStart } from '../../model/marks.js'
import { literal } from '../scenario/placeholders.js'

/** Turns the marks of secrets into variables, one for each secret. */
export interface VariableMaker {
  /** Returns a text as a template. @param name of the secret at its place. @param where the place, for people. */
  readonly template: (text: string, name: string, where: string) => string
  /** Returns every variable that was made, with the place of its secret. */
  readonly made: () => Readonly<Record<string, string>>
}

export function variableMaker(): VariableMaker {
  const byMark = new Map<string, string>()
  const places = new Map<string, string>()

  const variableFor = (hidden: string, name: string, where: string): string => {
    const before = byMark.get(hidden)
    if (before !== undefined) return before
    const variable = unused(`SOSIE_VAR_${upper(name)}`, places)
    byMark.set(hidden, variable)
    places.set(variable, where)
    return variable
  }

  return {
    template: (text, name, where) => {
      const plain = literal(text)
      if (!plain.includes(markStart)) return plain
      return plain.replace(markPattern, (hidden, at: number) => {
        const field = fieldBefore(plain, at)
        const place = field === undefined ? where : `field ${field} of ${where}`
        return `\${${variableFor(hidden, field ?? name, place)}}`
      })
    },
    made: () => Object.fromEntries(places),
  }
}

/** Returns the name of the field, in a query or a JSON document, whose value is at this position. */
function fieldBefore(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - 100), at)
  return /(?:[?&]|^)([^=&?#\s]{1,80})=$/.exec(before)?.[1] ?? /"([^"\\]{1,80})"\s*:\s*"?$/.exec(before)?.[1]
}

function upper(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase()
  return (
    words
      .replace(/[^A-Z\d]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 40) || 'SECRET'
  )
}

function unused(name: string, taken: ReadonlyMap<string, string>): string {
  let candidate = name
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}_${number}`
  return candidate
}
