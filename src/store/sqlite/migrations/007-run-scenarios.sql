-- Scenarios that a run replayed, in order: the id of a request says which exchange of which scenario it was.
CREATE TABLE run_scenario (
  run_id  TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  file    TEXT NOT NULL,
  lines   TEXT NOT NULL,          -- JSON list: the line of each exchange, from 1
  PRIMARY KEY (run_id, ordinal)
) STRICT, WITHOUT ROWID;
