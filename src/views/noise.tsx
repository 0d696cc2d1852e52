import type { Disagreed, NoisePlace, ReportedNoise, RunReport } from '../model/report.js'
import { count, counted } from '../base/numbers.js'

/** Shows which differences were taken for noise, and on what grounds, so that nobody has to believe it unseen. */
export function Noise({ report: { noise, noiseWarnings } }: { readonly report: RunReport }) {
  if (noise.length === 0 && noiseWarnings.length === 0) return null
  return (
    <section aria-labelledby="noise">
      <h2 id="noise">
        Differences that are no news <span class="soft">{count(total(noise))}</span>
      </h2>
      {noiseWarnings.map((warning) => (
        <p class="warning">{warning}</p>
      ))}
      {noise.map((source) => (
        <details class="section-fold">
          <summary>
            {wordsFor(source.source)}: {counted(source.differences, 'difference')} in {counted(source.pairs, 'pair')}
          </summary>
          <div class="scroll" role="region" aria-label="Places" tabindex={0}>
            <table class="noise">
              <thead>
                <tr>
                  <th scope="col">Route</th>
                  <th scope="col">Place</th>
                  <th scope="col">Times</th>
                  <th scope="col">Legacy</th>
                  <th scope="col">Candidate</th>
                  <th scope="col">Candidate disagreed</th>
                  <th scope="col">Legacy with itself</th>
                </tr>
              </thead>
              <tbody>{source.places.map(placeRow)}</tbody>
            </table>
          </div>
        </details>
      ))}
    </section>
  )
}

function placeRow({ route, part, kind, path, differences, legacy, candidate, disagreed }: NoisePlace) {
  return (
    <tr>
      <td>
        <code>{route}</code>
      </td>
      <td>
        {part === 'body' ? '' : `${part}, `}
        <code>{path}</code> ({kind})
      </td>
      <td>{count(differences)}</td>
      <td>{legacy === null ? '' : <code>{legacy}</code>}</td>
      <td>{candidate === null ? '' : <code>{candidate}</code>}</td>
      <td>{disagreed === undefined ? '' : shareOf(disagreed.candidate, disagreed.pairs)}</td>
      <td>{disagreed === undefined ? '' : shareOf(disagreed.control, disagreed.pairs)}</td>
    </tr>
  )
}

/** Returns, for example, `12 of 40 (18 to 45 %)`. When the intervals of candidate and control do not overlap, it is not noise. */
function shareOf({ pairs, lowPercent, highPercent }: Disagreed, of: number): string {
  return `${count(pairs)} of ${count(of)} (${lowPercent.toFixed(0)} to ${highPercent.toFixed(0)} %)`
}

function total(noise: readonly ReportedNoise[]): number {
  return noise.reduce((sum, { differences }) => sum + differences, 0)
}

function wordsFor(source: string): string {
  if (source === 'control') return 'Legacy, asked a second time, did not repeat it either'
  if (source === 'learned') return 'Legacy varies there as often as the candidate, over many pairs'
  if (source.startsWith('rule:')) return `Your rule “${source.slice('rule:'.length)}”`
  return `It varies by itself (${source.slice('builtin:'.length)})`
}
