-- What a run learned of noise (JSON, see compare/noise/ledger.ts): judging it again with the same gives the same.
CREATE TABLE noise_snapshot (
  run_id   TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  snapshot TEXT NOT NULL
) STRICT, WITHOUT ROWID;
