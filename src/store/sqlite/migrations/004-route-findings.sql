-- Pairs without a row in `pair` that show a finding of their route: they matched, but took too long.
CREATE TABLE settled_sighting (
  finding_id TEXT NOT NULL REFERENCES finding (id),
  settled_id INTEGER NOT NULL REFERENCES settled (id) ON DELETE CASCADE,
  PRIMARY KEY (finding_id, settled_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX settled_sighting_by_settled ON settled_sighting (settled_id);

-- Every request that shows a finding; pair_id is NULL for those that equality had settled.
CREATE VIEW shown AS
SELECT s.finding_id, p.run_id, p.route_id, p.client, p.received_at, p.request_id, p.id AS pair_id
FROM sighting s JOIN pair p ON p.id = s.pair_id
UNION ALL
SELECT s.finding_id, t.run_id, t.route_id, t.client, t.received_at, t.request_id, NULL
FROM settled_sighting s JOIN settled t ON t.id = s.settled_id;

-- Times of a route's answers as HdrHistogram writes them (V2, compressed), in microseconds: they outlive the pairs that are purged.
CREATE TABLE time_histogram (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  route  TEXT NOT NULL,
  leg    TEXT NOT NULL,
  bytes  BLOB NOT NULL,
  PRIMARY KEY (run_id, route, leg)
) STRICT, WITHOUT ROWID;
