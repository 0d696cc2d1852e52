import { writeFileSync } from 'node:fs'
import type { Certainty } from './certainty.js'

const told = [
  'begun',
  'sent',
  'ended',
  'visit',
  'worker',
  'logged',
  'logGap',
  'statement',
  'visitEnded',
  'due',
  'attempt',
  'conclude',
  'forget',
] as const

/**
 * Wraps `known` and writes down everything that it was told or asked, to explain a wrong answer. Grows without bound,
 * so it is for tests.
 */
export function traced(known: Certainty, file: string): Certainty & { readonly save: () => void } {
  const steps: unknown[] = []
  const wrapped = Object.fromEntries(
    told.map((name) => [
      name,
      (...given: unknown[]): unknown => {
        steps.push([name, ...given])
        return (known[name] as (...all: unknown[]) => unknown)(...given)
      },
    ]),
  )
  const save = (): void => writeFileSync(file, steps.map((step) => JSON.stringify(step)).join('\n'))
  return { ...(wrapped as unknown as Certainty), counts: known.counts, save }
}
