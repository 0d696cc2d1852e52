import type { Recording } from './open.js'

/** Prepares every statement once. */
export function insertStatements(recording: Recording) {
  const prepare = (sql: string) => recording.prepare(sql)
  return {
    run: prepare(
      `INSERT INTO run (id, kind, started_at, legs, versions, config)
       VALUES (@id, @kind, @startedAt, @legs, @versions, @config) ON CONFLICT DO NOTHING`,
    ),
    end: prepare('UPDATE run SET ended_at = ? WHERE id = ?'),
    counter: prepare('INSERT INTO counter (run_id, name, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = excluded.n'),
    route: prepare('INSERT INTO route (name) VALUES (?) ON CONFLICT DO NOTHING'),
    routeId: prepare('SELECT id FROM route WHERE name = ?'),
    body: prepare('INSERT INTO body (hash, size, encoding, bytes) VALUES (?, ?, ?, ?)'),
    bodyKnown: prepare('SELECT 1 FROM body WHERE hash = ?'),
    pair: prepare(
      `INSERT INTO pair (run_id, request_id, route_id, client, received_at, method, target, headers, body_hash, verdict, incomparable, yardstick)
       VALUES (@runId, @requestId, @routeId, @client, @receivedAt, @method, @target, @headers, @bodyHash, @verdict, @incomparable, @yardstick)`,
    ),
    exchange: prepare(
      `INSERT INTO exchange (pair_id, leg, status, complete, failure, first_byte_ms, total_ms, body_size, body_truncated, statements, statements_ms, attribution, headers, body_hash, log, from_cache, stalled_ms, made) VALUES (@pairId, @leg, @status, @complete, @failure, @firstByteMs, @totalMs, @bodySize,
       @bodyTruncated, @statements, @statementsMs, @attribution, @headers, @bodyHash, @log, @fromCache, @stalledMs, @made)`,
    ),
    headerSet: prepare('INSERT INTO header_set (hash, headers) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    headerSetId: prepare('SELECT id FROM header_set WHERE hash = ?'),
    settled: prepare(
      `INSERT INTO settled (run_id, request_id, route_id, client, received_at, method, target, headers_id, status, body_size,
       legacy_first_ms, legacy_ms, candidate_first_ms, candidate_ms, from_cache, yardstick, control_first_ms, control_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    difference: prepare(
      'INSERT INTO difference (pair_id, ordinal, part, kind, path, legacy, candidate, noise) VALUES (@pairId, @ordinal, @part, @kind, @path, @legacy, @candidate, @noise)',
    ),
    statementText: prepare('INSERT INTO statement_text (hash, digest, sql) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    statement: prepare(
      'INSERT INTO statement (pair_id, leg, ordinal, text, ms, rows, affected, warnings, errno, started_ms, rows_hash) VALUES (@pairId, @leg, @ordinal, @hash, @ms, @rows, @affected, @warnings, @errno, @started, @rowsHash)',
    ),
    finding: prepare('INSERT INTO finding (id, cause, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    runFinding: prepare(
      `INSERT INTO run_finding (run_id, finding_id, proof, severity, title, evidence) VALUES (@runId, @id, @proof, @severity, @title, @evidence)
       ON CONFLICT DO UPDATE SET proof = @proof, severity = @severity, title = @title, evidence = @evidence`,
    ),
    prove: prepare(
      'UPDATE run_finding SET proof = @proof, evidence = @evidence WHERE run_id = @runId AND finding_id = @id',
    ),
    explain: prepare(
      `UPDATE run_finding SET evidence = @evidence WHERE run_id = @runId AND finding_id = @id AND proof = 'none'`,
    ),
    moveSightings: prepare(
      `INSERT INTO sighting (finding_id, pair_id) SELECT @other, s.pair_id FROM sighting s JOIN pair p ON p.id = s.pair_id
       WHERE s.finding_id = @id AND p.run_id = @runId ON CONFLICT DO NOTHING`,
    ),
    sighting: prepare('INSERT INTO sighting (finding_id, pair_id) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    consequence: prepare('INSERT INTO consequence (finding_id, pair_id, way) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    withdrawSightings: prepare(
      'DELETE FROM sighting WHERE finding_id = @id AND pair_id IN (SELECT id FROM pair WHERE run_id = @runId)',
    ),
    keepWithdrawn: prepare(
      `INSERT INTO withdrawn (run_id, finding_id, severity, title, reason, instead) SELECT run_id, finding_id, severity, title, @reason, @instead FROM run_finding
       WHERE run_id = @runId AND finding_id = @id ON CONFLICT DO UPDATE SET reason = excluded.reason, instead = excluded.instead`,
    ),
    withdraw: prepare('DELETE FROM run_finding WHERE run_id = @runId AND finding_id = @id'),
    probe: prepare(
      'INSERT INTO probe (run_id, finding_id, outcome, evidence) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = excluded.outcome, evidence = excluded.evidence',
    ),
  }
}

export type InsertStatements = ReturnType<typeof insertStatements>
