import { doctorSeverities, type DoctorReport, type DoctorRow, type DoctorSeverity } from '../model.js'
import { doctorSeverityMeaning, doctorSeverityWords, doctorVerdict } from './words.js'
import { count, counted, moment } from '../../base/numbers.js'
import { Fact } from '../../views/fact.js'

/** Places of a row that are shown before the fold. */
const openPlaces = 12

/** Shows what the doctor found: whether we may cut over, then each thing to fix, worst first. */
export function DoctorPage({ report }: { readonly report: DoctorReport }) {
  const of = (severity: DoctorSeverity): DoctorRow[] => report.rows.filter((row) => row.severity === severity)
  return (
    <>
      <Head report={report} />
      <main class="column">
        <Cards severity="blocker" rows={of('blocker')} />
        <Cards severity="warning" rows={of('warning')} />
        <Infos rows={of('info')} />
        {report.rows.length === 0 ? (
          <section>
            <p>The two stacks agree in everything that was looked at.</p>
          </section>
        ) : null}
      </main>
    </>
  )
}

function Head({ report }: { readonly report: DoctorReport }) {
  const { legacy, candidate, totals } = report
  const stopped = totals.blocker > 0
  return (
    <header class={stopped ? 'decision no-go' : 'decision go'}>
      <div class="column">
        <p class="kind">Sosie doctor: both stacks before any traffic</p>
        <h1>
          <span class="verdict">{stopped ? 'Not yet' : 'Clear'}</span>
          <span class="colon">: </span>
          <span class="sentence">
            {stopped
              ? `${counted(totals.blocker, 'thing')} would break at the cut-over`
              : 'nothing was found that would break at the cut-over'}
          </span>
        </h1>
        <ul class="tally">
          {doctorSeverities.map((severity) => (
            <li>
              <strong>{count(totals[severity])}</strong>{' '}
              {totals[severity] === 0 ? (
                nounOf(severity, 0)
              ) : (
                <a href={`#${severity}`}>{nounOf(severity, totals[severity])}</a>
              )}
            </li>
          ))}
        </ul>
        <dl class="run-facts">
          <Fact name="Legacy" value={sideOf(legacy)} />
          <Fact name="Candidate" value={sideOf(candidate)} />
          <Fact name="Looked at" value={`${moment(report.at)}: ${doctorVerdict(report)}`} />
        </dl>
      </div>
    </header>
  )
}

function nounOf(severity: DoctorSeverity, n: number): string {
  return `${severity}${n === 1 || severity === 'info' ? '' : 's'}`
}

function sideOf({ database, mysql, php }: DoctorReport['legacy']): string {
  return `MySQL ${mysql}${php === undefined ? '' : `, PHP ${php}`}, ${database}`
}

interface RowsOf {
  readonly severity: DoctorSeverity
  readonly rows: readonly DoctorRow[]
}

function Cards({ severity, rows }: RowsOf) {
  if (rows.length === 0) return null
  return (
    <section aria-labelledby={severity}>
      <Title severity={severity} rows={rows} />
      {rows.map((row) => (
        <Card row={row} />
      ))}
    </section>
  )
}

function Title({ severity, rows }: RowsOf) {
  return (
    <>
      <h2 id={severity}>
        {doctorSeverityWords[severity]}
        {severity === 'info' ? '' : 's'} <span class="soft">{count(rows.length)}</span>
      </h2>
      <p class="soft">{doctorSeverityMeaning[severity]}</p>
    </>
  )
}

function Card({ row }: { readonly row: DoctorRow }) {
  return (
    <article class="row-of-doctor">
      <div class="title-of-row">
        <span class={`badge ${row.severity}`}>{doctorSeverityWords[row.severity]}</span>
        <h3>{row.what}</h3>
        <code class="soft">{row.check}</code>
      </div>
      <div class="sides">
        <p class="side legacy">
          <strong>legacy</strong> <code>{row.legacy}</code>
        </p>
        <p class="side candidate">
          <strong>candidate</strong> <code>{row.candidate}</code>
        </p>
      </div>
      <dl class="brief">
        <div>
          <dt>Fix</dt>
          <dd class="fix">{row.fix}</dd>
        </div>
        <div>
          <dt>Why</dt>
          <dd>
            {row.why} <span class="soft">Source: {row.source}.</span>
          </dd>
        </div>
        {row.places.length === 0 ? null : (
          <div>
            <dt>Where</dt>
            <dd>
              <Places places={row.places} />
            </dd>
          </div>
        )}
      </dl>
    </article>
  )
}

function Places({ places }: { readonly places: readonly string[] }) {
  const rest = places.slice(openPlaces)
  return (
    <>
      <List places={places.slice(0, openPlaces)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{count(rest.length)} more</summary>
          <List places={rest} />
        </details>
      )}
    </>
  )
}

function List({ places }: { readonly places: readonly string[] }) {
  return (
    <ul class="places">
      {places.map((place) => (
        <li>
          <code>{place}</code>
        </li>
      ))}
    </ul>
  )
}

function Infos({ rows }: { readonly rows: readonly DoctorRow[] }) {
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="info">
      <Title severity="info" rows={rows} />
      <div class="scroll">
        <table class="infos">
          <thead>
            <tr>
              <th>what</th>
              <th>legacy</th>
              <th>candidate</th>
              <th>why, and what to do</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">{row.what}</th>
                <td class="legacy" data-label="legacy">
                  {row.legacy}
                </td>
                <td class="candidate" data-label="candidate">
                  {row.candidate}
                </td>
                <td data-label="why">
                  {row.why} {row.fix} <code class="soft">{row.check}</code>
                  {row.places.length === 0 ? null : (
                    <details>
                      <summary>where ({count(row.places.length)})</summary>
                      <List places={row.places} />
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
