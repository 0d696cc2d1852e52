-- Sentences about a run that no count tells: what a scenario expected and was not met, and why a replay ended before its end.
CREATE TABLE run_note (
  run_id   TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  ordinal  INTEGER NOT NULL,
  kind     TEXT NOT NULL,           -- unmet or partial
  sentence TEXT NOT NULL,
  PRIMARY KEY (run_id, ordinal)
) STRICT, WITHOUT ROWID;
