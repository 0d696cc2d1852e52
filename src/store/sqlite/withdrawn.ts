import { whyGone } from '../../diagnose/withdrawn-words.js'
import type { Severity, WithdrawnFinding } from '../../model/finding.js'
import type { Judgement } from '../../model/judgement.js'
import type { Recording } from './open.js'

/** Maximum number of a finding's pairs whose new judgements are remembered: enough to say why it is gone. */
const maxRemembered = 1000

interface WithdrawnRow {
  id: string
  cause: string
  severity: Severity
  title: string
  reason: string
  instead: string | null
}

/**
 * Reads the findings that were reported in a run and that nothing shows any more, with the reason. One that is seen
 * again is no longer withdrawn.
 */
export function readWithdrawn(recording: Recording, run: string): WithdrawnFinding[] {
  const rows = recording
    .prepare(
      `SELECT f.id, f.cause, w.severity, w.title, w.reason, w.instead FROM withdrawn w JOIN finding f ON f.id = w.finding_id
       WHERE w.run_id = @run AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.finding_id = f.id AND s.run_id = @run)
       ORDER BY f.cause, w.title, f.id`,
    )
    .all({ run }) as WithdrawnRow[]
  return rows.map(({ instead, ...row }) => ({ ...row, ...(instead === null ? {} : { instead }) }))
}

/** Gathers what became of the pairs of findings while a run is judged again. */
export interface LostSightings {
  /** @param now judgement of a pair that no longer shows the finding; its sightings are those that are new there. */
  readonly lost: (finding: string, now: Judgement) => void
  /** Withdraws the findings that no pair shows any more, and returns them. */
  readonly withdraw: () => WithdrawnFinding[]
}

export function lostSightings(recording: Recording, run: string): LostSightings {
  const lost = new Map<string, Judgement[]>()
  const told = recording.prepare(
    `SELECT f.id, f.cause, r.severity, r.title FROM run_finding r JOIN finding f ON f.id = r.finding_id
     WHERE r.run_id = @run AND f.id = @id AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.finding_id = f.id AND s.run_id = @run)`,
  )
  const keep = recording.prepare(
    `INSERT INTO withdrawn (run_id, finding_id, severity, title, reason, instead) VALUES (@run, @id, @severity, @title, @reason, NULL)
     ON CONFLICT DO UPDATE SET reason = excluded.reason, instead = NULL`,
  )
  return {
    lost(finding, now) {
      const judgements = lost.get(finding) ?? []
      if (judgements.length < maxRemembered) judgements.push(now)
      lost.set(finding, judgements)
    },
    withdraw: recording.transaction(() =>
      [...lost].flatMap(([id, now]) => {
        const finding = told.get({ run, id }) as Omit<WithdrawnFinding, 'reason'> | undefined
        if (finding === undefined) return []
        const withdrawn = { ...finding, reason: whyGone(now) }
        keep.run({ run, ...withdrawn })
        return [withdrawn]
      }),
    ),
  }
}
