import { sentenceOf } from '../compare/sentence.js'
import type { Difference } from '../model/difference.js'
import type { ExamplePair, ExampleSide } from '../model/report.js'
import {
  diffRows,
  firstRows,
  foldRows,
  type DiffBlock,
  type DiffCell,
  type DiffRow,
  type DrawnBlock,
} from './line-diff.js'
import type { ExampleRoom } from './example-room.js'
import { bytes, counted, milliseconds } from '../base/numbers.js'
import { readableBodies } from './readable-body.js'
import { SqlTimeline } from './sql-timeline.js'

/** Differences listed before the rest is folded. */
const toldAtOnce = 5

interface SideBySideProps {
  readonly example: ExamplePair
  readonly room: ExampleRoom
}

/** Shows one whole pair: what both sides answered, where they differ, and what their logs say. */
export function SideBySide({ example, room }: SideBySideProps) {
  const { legacy, candidate, differences } = example
  return (
    <div class="example">
      <p>
        <code>{example.target}</code> <span class="soft">pair {example.id}</span>
      </p>
      <Told differences={differences} />
      <div class="sides">
        <Side name="Legacy" look="legacy" side={legacy} />
        <Side name="Candidate" look="candidate" side={candidate} />
      </div>
      {example.sql === undefined ? null : <SqlTimeline sql={example.sql} room={room.statements} />}
      <Bodies example={example} room={room.lines} />
    </div>
  )
}

function Told({ differences }: { readonly differences: readonly Difference[] }) {
  const items = differences.map((difference) => <li>{sentenceOf(difference)}</li>)
  const rest = items.slice(toldAtOnce)
  return (
    <>
      {items.length === 0 ? null : <ul class="told">{items.slice(0, toldAtOnce)}</ul>}
      {rest.length === 0 ? null : (
        <details>
          <summary>{counted(rest.length, 'more difference')}</summary>
          <ul class="told">{rest}</ul>
        </details>
      )}
    </>
  )
}

function Side({ name, look, side }: { readonly name: string; readonly look: string; readonly side: ExampleSide }) {
  const facts = [
    milliseconds(side.ms),
    bytes(side.size),
    ...(side.statements === 0 ? [] : [counted(side.statements, 'SQL statement')]),
  ]
  return (
    <section class={`side ${look}`} aria-label={`${name}'s answer`}>
      <p>
        <strong>{name}</strong> <span class="status">{statusOf(side)}</span>{' '}
        <span class="soft">{facts.join(' · ')}</span>
      </p>
      {side.log.length === 0 ? null : (
        <>
          <p class="soft">PHP error log of this request</p>
          <pre>
            <code>{side.log.join('\n')}</code>
          </pre>
        </>
      )}
    </section>
  )
}

function statusOf({ status, failure }: ExampleSide): string {
  if (status === null) return `no answer: ${failure ?? 'not known why'}`
  return failure === undefined ? `status ${status}` : `status ${status}, then ${failure}`
}

interface BodiesProps {
  readonly example: ExamplePair
  /** Max rows to draw. */
  readonly room: number
}

function Bodies({ example: { legacy, candidate, differences }, room }: BodiesProps) {
  if (legacy.text === null || candidate.text === null) {
    return <p class="soft">{missingText(legacy.text, candidate.text)}</p>
  }
  if (legacy.text === candidate.text) {
    return <p class="soft">The bodies are the same as far as they were kept.</p>
  }
  const rows = diffRows(...readableBodies(legacy.text, candidate.text))
  const stop = differences.some(({ kind }) => kind === 'cut-short') ? lastOfCandidate(rows) : undefined
  return (
    <div class="diff">
      <p class="row head">
        <span>Legacy says</span>
        <span>Candidate says</span>
      </p>
      {stop === undefined ? (
        <Blocks blocks={foldRows(rows)} room={room} />
      ) : (
        <>
          <Blocks blocks={foldRows(rows.slice(0, stop + 1))} room={room} />
          <p class="stop">The candidate's answer stops here. What follows never reaches a user.</p>
          <Blocks blocks={[{ kind: 'shown', rows: rows.slice(stop + 1) }]} room={room} />
        </>
      )}
    </div>
  )
}

function missingText(legacy: string | null, candidate: string | null): string {
  if (legacy === null && candidate === null) return 'The bodies are not text, or were not kept.'
  return `The ${legacy === null ? 'body of legacy' : "candidate's body"} is not text, or was not kept.`
}

/** Returns the row at which the candidate's answer stops; undefined when legacy's has nothing after it. */
function lastOfCandidate(rows: readonly DiffRow[]): number | undefined {
  const last = rows.findLastIndex(({ candidate }) => candidate !== undefined)
  return last === rows.length - 1 && rows[last]?.kind === 'same' ? undefined : last
}

function Blocks({ blocks, room }: { readonly blocks: readonly DiffBlock[]; readonly room: number }) {
  return (
    <>
      {firstRows(blocks, room).map((block) => (
        <Block block={block} />
      ))}
    </>
  )
}

function Block({ block: { kind, rows, left } }: { readonly block: DrawnBlock }) {
  if (kind === 'folded')
    return left > 0 ? (
      <p class="rest">{counted(left, 'line')} the same, not drawn</p>
    ) : (
      <details class="fold">
        <summary>{counted(rows.length, 'line')} the same</summary>
        <Rows rows={rows} />
      </details>
    )
  return (
    <>
      <Rows rows={rows} />
      {left === 0 ? null : <p class="rest">{counted(left, 'more line')} not drawn</p>}
    </>
  )
}

function Rows({ rows }: { readonly rows: readonly DiffRow[] }) {
  return (
    <>
      {rows.map(({ kind, legacy, candidate }) => (
        <div class={`row ${kind}`}>
          <Cell look="legacy" sign="−" cell={legacy} changed={kind !== 'same'} />
          <Cell look="candidate" sign="+" cell={candidate} changed={kind !== 'same'} />
        </div>
      ))}
    </>
  )
}

interface CellProps {
  readonly look: 'legacy' | 'candidate'
  /** Marks the side for readers who cannot tell it by colour. */
  readonly sign: string
  readonly cell: DiffCell | undefined
  readonly changed: boolean
}

function Cell({ look, sign, cell, changed }: CellProps) {
  if (cell === undefined) return <div class="cell empty"></div>
  return (
    <div class={`cell ${look}`}>
      <span class="number">{cell.line}</span>
      <span class="sign">{changed ? sign : ' '}</span>
      <code>
        {cell.pieces.map(({ text, changed: marked }) => {
          if (!marked) return text
          return look === 'legacy' ? <del>{text}</del> : <ins>{text}</ins>
        })}
      </code>
    </div>
  )
}
