import type { Evidence } from '../model/finding.js'

const sides = [
  { key: 'legacyPlan', name: 'Legacy', look: 'legacy' },
  { key: 'candidatePlan', name: 'Candidate', look: 'candidate' },
] as const

/** True for evidence that is shown as a plan. */
export function isPlan(evidence: Evidence, key: string): boolean {
  return sides.some((side) => side.key === key) && Array.isArray(evidence[key])
}

/** Shows how each server runs the statement, one line per table, side by side; lines that the other server lacks are marked. */
export function Plans({ evidence }: { readonly evidence: Evidence }) {
  const [legacy, candidate] = sides.map(({ key }) => evidence[key])
  if (!isList(legacy) || !isList(candidate)) return null
  const lines = { legacy, candidate }
  return (
    <div class="plans">
      <p class="soft">How either server runs it (EXPLAIN), table by table</p>
      <div class="sides">
        {sides.map(({ name, look }) => {
          const theirs = new Set(lines[look === 'legacy' ? 'candidate' : 'legacy'].map(withoutEstimates))
          return (
            <section class={`side ${look}`} aria-label={`${name}'s plan`}>
              <p>
                <strong>{name}</strong>
              </p>
              <ol class="plan">
                {lines[look].map((line) => (
                  <li>{theirs.has(withoutEstimates(line)) ? line : <b>{line}</b>}</li>
                ))}
              </ol>
            </section>
          )
        })}
      </div>
    </div>
  )
}

function isList(value: Evidence[string] | undefined): value is readonly string[] {
  return Array.isArray(value)
}

/** Cuts a line of a plan before its number of rows: what a server estimates is not part of the plan. */
function withoutEstimates(line: string): string {
  return line.replace(/, about .*$/, '')
}
