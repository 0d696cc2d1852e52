-- Header fields of requests, once by content: thousands of requests share them.
CREATE TABLE header_set (
  id      INTEGER PRIMARY KEY,
  hash    BLOB NOT NULL UNIQUE,     -- SHA-256 of `headers`
  headers TEXT NOT NULL             -- JSON list of [name, value], redacted
) STRICT;

-- Pairs that equality settled as a match: the request, so that it can be replayed, and the times; there is nothing else to say.
CREATE TABLE settled (
  id                   INTEGER PRIMARY KEY,
  run_id               TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  request_id           TEXT NOT NULL,
  route_id             INTEGER NOT NULL REFERENCES route (id),
  client               TEXT NOT NULL,
  received_at          INTEGER NOT NULL,
  method               TEXT NOT NULL,
  target               TEXT NOT NULL,
  headers_id           INTEGER NOT NULL REFERENCES header_set (id),
  status               INTEGER NOT NULL,
  body_size            INTEGER NOT NULL,
  legacy_first_ms      REAL NOT NULL,
  legacy_ms            REAL NOT NULL,
  candidate_first_ms   REAL NOT NULL,
  candidate_ms         REAL NOT NULL,
  from_cache           INTEGER NOT NULL  -- 1 legacy's answer, 2 candidate's, 3 both came out of an HTTP cache: not timed
) STRICT;
CREATE INDEX settled_by_run ON settled (run_id, route_id);

ALTER TABLE exchange ADD COLUMN from_cache INTEGER NOT NULL DEFAULT 0; -- out of an HTTP cache: not timed
ALTER TABLE exchange ADD COLUMN stalled_ms REAL;                        -- waiting for a slow client, not part of total_ms
