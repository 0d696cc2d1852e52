import type { SqlReport } from '../../report-model.js'
import { count, counted, moment } from '../../../base/numbers.js'
import { Proportion } from '../../../views/proportion.js'
import { Causes } from './causes.js'
import { ClassList } from './classes.js'
import { FixFirst } from './fix-first.js'
import { Times } from './times.js'
import { isHarmful, reasonWords, sqlVerdict } from './words.js'
import { Fact } from '../../../views/fact.js'

/** Shows a comparison of statements: the decision, what was compared, the causes, the classes by harm, the times. */
export function SqlPage({ report }: { readonly report: SqlReport }) {
  const harmful = report.classes.filter(isHarmful)
  const harmless = report.classes.filter((each) => !isHarmful(each))
  const [worst] = harmful
  return (
    <>
      <Verdict report={report} />
      <main class="column">
        {worst === undefined ? null : <FixFirst worst={worst} />}
        <RequestCounts report={report} />
        <Causes classes={harmful} />
        <section aria-labelledby="classes">
          <h2 id="classes">
            What differs, by statement <span class="soft">{count(harmful.length)}</span>
          </h2>
          {harmful.length === 0 ? <p>Nothing that matters.</p> : <ClassList classes={harmful} />}
        </section>
        {harmless.length === 0 ? null : (
          <details class="section-fold">
            <summary>{counted(harmless.length, 'kind')} of statements that differ harmlessly</summary>
            <ClassList classes={harmless} />
          </details>
        )}
        <Times times={report.times} />
        <Notes notes={report.notes} />
      </main>
    </>
  )
}

function Verdict({ report }: { readonly report: SqlReport }) {
  const { verdict, sentence } = sqlVerdict(report)
  const { run, totals, ended } = report
  return (
    <header class={`decision ${verdict === 'Go' ? 'go' : 'no-go'}`}>
      <div class="column">
        <p class="kind">SQL comparison: the same statements on both databases</p>
        <h1>
          <span class="verdict">
            {verdict}
            <span class="colon">:</span>
          </span>{' '}
          <span class="sentence">{sentence}.</span>
        </h1>
        {ended.sentence === undefined ? null : <p class="reasons-of-gate">{ended.sentence}</p>}
        <dl class="run-facts">
          <Fact name="Legacy" value={`MySQL ${run.legacy.version} at ${run.legacy.address}`} />
          <Fact name="Candidate" value={`MySQL ${run.candidate.version} at ${run.candidate.address}`} />
          <Fact name="Statements" value={`${run.source.kind} ${run.source.name}`} />
          <Fact name="When" value={`${moment(run.startedAt)}, for ${count(totals.seconds)} s`} />
          <Fact name="sql_mode of legacy" value={run.legacy.sqlMode || 'empty'} />
          <Fact name="sql_mode of the candidate" value={run.candidate.sqlMode || 'empty'} />
        </dl>
      </div>
    </header>
  )
}

function RequestCounts({ report: { totals } }: { readonly report: SqlReport }) {
  const { statements, compared, same, noise, different, notCompared, bothFailed } = totals
  const left = Object.entries(notCompared).sort(([, one], [, other]) => other - one)
  const parts = [
    { look: 'match', value: same, words: 'the same' },
    { look: 'noise', value: noise, words: 'differ harmlessly' },
    { look: 'mismatch', value: different, words: 'differ' },
  ]
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">What was compared</h2>
      <div class="ledger">
        <div class="step">
          <p class="whole">
            <strong>{count(statements)}</strong> read
          </p>
          <div>
            <Proportion parts={[{ look: 'kept', value: compared }]} whole={statements} />
            <p class="legend">
              {count(compared)} compared, {count(statements - compared)} not
            </p>
          </div>
        </div>
        <div class="step">
          <p class="whole">
            <strong>{count(compared)}</strong> compared
          </p>
          <div>
            <Proportion parts={parts} whole={compared} />
            <ul class="legend">
              {parts.map(({ look, value, words }) => (
                <li>
                  <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                    <rect class={look} width="10" height="10" />
                  </svg>
                  {count(value)} {words}
                </li>
              ))}
            </ul>
          </div>
        </div>
      </div>
      {left.length === 0 ? null : (
        <div class="reasons">
          <h3>Not compared</h3>
          <ul>
            {left.map(([reason, n]) => (
              <li>
                <strong>{count(n)}</strong> <span>{reasonWords[reason] ?? reason}</span> <code>{reason}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {bothFailed === 0 ? null : <p class="soft">{counted(bothFailed, 'compared statement')} failed on both sides.</p>}
    </section>
  )
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">To be known</h2>
      <ul class="told">
        {notes.map((note) => (
          <li>{note}</li>
        ))}
      </ul>
    </section>
  )
}
