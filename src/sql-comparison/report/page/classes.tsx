import type { Severity } from '../../../model/finding.js'
import type { SqlClass, SqlClassDifference } from '../../report-model.js'
import { count, counted } from '../../../base/numbers.js'
import { Prose } from '../../../views/prose.js'
import { Sql } from '../../../views/sql.js'
import { severityWords } from '../../../views/words.js'
import { Example } from './example.js'
import { kindWords } from './words.js'

/** Number of classes whose first example is open from the start: those that are read first. */
const openExamples = 3
/** Max classes to draw: a page with thousands must still open. The JSON has all. */
const drawnClasses = 300

export function ClassList({ classes }: { readonly classes: readonly SqlClass[] }) {
  const left = classes.length - drawnClasses
  return (
    <>
      {classes.slice(0, drawnClasses).map((each, at) => (
        <Class of={each} open={at < openExamples} />
      ))}
      {left > 0 ? <p class="soft">{counted(left, 'kind')} of statements more; the JSON has them all.</p> : null}
    </>
  )
}

export function anchorOf({ digest }: SqlClass): string {
  return `class-${digest}`
}

export function Badge({ severity }: { readonly severity: Severity }) {
  return <span class={`badge ${severity}`}>{severityWords[severity]}</span>
}

function Class({ of: { digest, shape, statements, severity, differences }, open }: ClassProps) {
  return (
    <article class="finding" id={`class-${digest}`}>
      <p class="tags">
        <Badge severity={severity} />
        <span>{differences.map(({ kind }) => kindWords[kind]).join(' · ')}</span>
        <span class="soft">
          {counted(statements, 'statement')} compared <code>{digest}</code>
        </span>
      </p>
      <Sql sql={shape} />
      {differences.map((difference, at) => (
        <Difference difference={difference} statements={statements} open={open && at === 0} />
      ))}
    </article>
  )
}

interface ClassProps {
  readonly of: SqlClass
  readonly open: boolean
}

interface DifferenceProps {
  readonly difference: SqlClassDifference
  readonly statements: number
  readonly open: boolean
}

function Difference({ difference, statements, open }: DifferenceProps) {
  const { kind, severity, count: times, detail, cause, fix, examples } = difference
  return (
    <section class="sql-difference" aria-label={kindWords[kind]}>
      <h3>{kindWords[kind]}</h3>
      <p>
        {detail}{' '}
        <span class="soft">
          {severityWords[severity]}, {count(times)} of {count(statements)}
          {cause === undefined ? '' : `, ${cause}`}
        </span>
      </p>
      {fix === undefined ? null : (
        <p>
          <strong>Fix it:</strong> <Prose text={fix} />
        </p>
      )}
      {examples.length === 0 ? null : (
        <details class="example-fold" open={open}>
          <summary>
            {examples.length === 1
              ? 'The statement with both answers'
              : `${examples.length} statements with both answers`}
          </summary>
          {examples.map((example) => (
            <Example example={example} />
          ))}
        </details>
      )}
    </section>
  )
}
