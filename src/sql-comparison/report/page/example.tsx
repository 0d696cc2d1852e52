import type { SqlExample, SqlExampleSide } from '../../report-model.js'
import { counted, milliseconds } from '../../../base/numbers.js'
import { Sql } from '../../../views/sql.js'

/** Shows one statement and both servers' answers to it. */
export function Example({ example: { sql, place, legacy, candidate } }: { readonly example: SqlExample }) {
  return (
    <div class="example">
      <p class="soft">{place}</p>
      <Sql sql={sql} />
      <div class="sides">
        <Side name="Legacy" look="legacy" side={legacy} />
        <Side name="Candidate" look="candidate" side={candidate} />
      </div>
    </div>
  )
}

interface SideProps {
  readonly name: string
  readonly look: 'legacy' | 'candidate'
  readonly side: SqlExampleSide
}

function Side({ name, look, side }: SideProps) {
  const { error, rowCount, columns, affectedRows, warnings, ms } = side
  const size = columns.length === 0 ? counted(affectedRows, 'affected row') : counted(rowCount, 'row')
  return (
    <section class={`side ${look}`} aria-label={`${name}'s answer`}>
      <p>
        <strong>{name}</strong> <span class="status">{error === undefined ? size : `error ${error.errno}`}</span>{' '}
        <span class="soft">{milliseconds(ms)}</span>
      </p>
      {error === undefined ? <Rows side={side} /> : <p>{error.message}</p>}
      {warnings.map(({ level, code, message }) => (
        <p class="soft">
          {level} {code}: {message}
        </p>
      ))}
    </section>
  )
}

function Rows({ side: { columns, rows, rowCount } }: { readonly side: SqlExampleSide }) {
  if (columns.length === 0) return null
  return (
    <div class="answer">
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th scope="col">
                {name} <span class="soft">{type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((value) => (
                <td>{value === null ? <i class="soft">NULL</i> : <code>{value}</code>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rowCount > rows.length ? <p class="soft">{counted(rowCount - rows.length, 'row')} more, not shown</p> : null}
    </div>
  )
}
