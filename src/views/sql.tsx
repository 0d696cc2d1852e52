import { layoutSql } from './sql-layout.js'

/** Shows a statement with one clause per line. */
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
