import type { Evidence } from '../model/finding.js'

const sides = [
  { key: 'legacyPlan', name: 'Legacy', look: 'legacy' },
  { key: 'candidatePlan', name: 'Candidate', look: 'candidate' },
] as const

/** True for evidence that is shown as a plan. */
export function isPlan(evidence: Evidence, key: string): boolean {
  return sides.some((side) => side.key === key) && Array.isArray(evidence[key])
}

/** How either server runs the statement, a line a table, side by side; a line that the other has not is marked. */
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

/** Up to the number of rows: what a server guesses is no plan. */
function withoutEstimates(line: string): string {
  return line.replace(/, about .*$/, '')
}
