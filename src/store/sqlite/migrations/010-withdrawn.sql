-- Findings that were told in a run and that no pair shows any more, with why; `instead` is the finding that each turned out to be.
CREATE TABLE withdrawn (
  run_id     TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL REFERENCES finding (id),
  severity   TEXT NOT NULL,
  title      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  instead    TEXT REFERENCES finding (id),
  PRIMARY KEY (run_id, finding_id)
) STRICT, WITHOUT ROWID;
