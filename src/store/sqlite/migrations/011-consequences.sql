-- Pairs that were not compared because they follow from a finding: a write that failed on the candidate shows in them.
CREATE TABLE consequence (
  finding_id TEXT NOT NULL REFERENCES finding (id),
  pair_id    INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
  way        TEXT NOT NULL,         -- what leads from the one to the other: a table, the session
  PRIMARY KEY (finding_id, pair_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX consequence_by_pair ON consequence (pair_id);
