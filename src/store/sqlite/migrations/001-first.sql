-- Times are milliseconds since 1970 (UTC), durations milliseconds. JSON columns hold what no query asks for.

CREATE TABLE run (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,              -- NULL while it runs, and for ever when Sosie was killed
  legs        TEXT NOT NULL,        -- JSON: URLs without credentials
  versions    TEXT NOT NULL,        -- JSON: what judged it
  config      TEXT NOT NULL         -- JSON, without passwords
) STRICT;

-- What only the live path counts: requests, and notMirrored.REASON; lost.REASON for pairs that never reached the verifier.
CREATE TABLE counter (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE route (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Bodies once by content, whatever they belong to.
CREATE TABLE body (
  hash     BLOB PRIMARY KEY,        -- SHA-256 of the bytes as they were on the wire, after redaction
  size     INTEGER NOT NULL,
  encoding TEXT NOT NULL,           -- how `bytes` is stored: identity or deflate-raw
  bytes    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for every mirrored request, with the request whole, so that it can be replayed.
CREATE TABLE pair (
  id           INTEGER PRIMARY KEY,
  run_id       TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  request_id   TEXT NOT NULL,
  route_id     INTEGER NOT NULL REFERENCES route (id),
  client       TEXT NOT NULL,
  received_at  INTEGER NOT NULL,
  method       TEXT NOT NULL,
  target       TEXT NOT NULL,
  headers      TEXT NOT NULL,       -- JSON list of [name, value]
  body_hash    BLOB REFERENCES body (hash),
  verdict      TEXT NOT NULL,
  incomparable TEXT                 -- the reason, with that verdict only
) STRICT;
CREATE INDEX pair_by_run ON pair (run_id, route_id);

-- Each leg of a pair. Headers, body and log are kept where there is something to show.
CREATE TABLE exchange (
  pair_id        INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
  leg            TEXT NOT NULL,
  status         INTEGER,
  complete       INTEGER,
  failure        TEXT,              -- kind during phase
  first_byte_ms  REAL,
  total_ms       REAL NOT NULL,
  body_size      INTEGER,
  body_truncated INTEGER,
  statements     INTEGER NOT NULL,
  statements_ms  REAL NOT NULL,
  attribution    TEXT NOT NULL,
  headers        TEXT,
  body_hash      BLOB REFERENCES body (hash),
  log            TEXT,              -- JSON list of entries
  PRIMARY KEY (pair_id, leg)
) STRICT, WITHOUT ROWID;

CREATE TABLE difference (
  pair_id   INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
  ordinal   INTEGER NOT NULL,
  part      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  path      TEXT NOT NULL,
  legacy    TEXT,
  candidate TEXT,
  noise     TEXT,                   -- what explains it; NULL for a real difference
  PRIMARY KEY (pair_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_text (
  hash   BLOB PRIMARY KEY,
  digest TEXT NOT NULL,
  sql    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
  pair_id  INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
  leg      TEXT NOT NULL,
  ordinal  INTEGER NOT NULL,
  text     BLOB NOT NULL REFERENCES statement_text (hash),
  ms       REAL NOT NULL,
  rows     INTEGER NOT NULL,
  affected INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  errno    INTEGER,
  PRIMARY KEY (pair_id, leg, ordinal)
) STRICT, WITHOUT ROWID;

-- A finding is the same in every run: its identity is a hash of cause and key. What people decided of it lives with it.
CREATE TABLE finding (
  id    TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  key   TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'new'
) STRICT, WITHOUT ROWID;

-- What one run knows of a finding.
CREATE TABLE run_finding (
  run_id     TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL REFERENCES finding (id),
  proof      TEXT NOT NULL,
  severity   TEXT NOT NULL,
  title      TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  PRIMARY KEY (run_id, finding_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sighting (
  finding_id TEXT NOT NULL REFERENCES finding (id),
  pair_id    INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
  PRIMARY KEY (finding_id, pair_id)
) STRICT, WITHOUT ROWID;

-- What an experiment said of a finding, also when it refuted it.
CREATE TABLE probe (
  run_id     TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL REFERENCES finding (id),
  outcome    TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  PRIMARY KEY (run_id, finding_id)
) STRICT, WITHOUT ROWID;
