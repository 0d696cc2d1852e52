import { layoutSql } from './sql-layout.js'

/** A statement laid out one clause a line. */
export function Sql({ sql }: { readonly sql: string }) {
  return (
    <pre class="sql">
      <code>
        {layoutSql(sql).map(({ indent, pieces }, at) => (
          <>
            {(at === 0 ? '' : '\n') + '  '.repeat(indent)}
            {pieces.map(({ text, keyword }) => (keyword ? <b>{text}</b> : text))}
          </>
        ))}
      </code>
    </pre>
  )
}
