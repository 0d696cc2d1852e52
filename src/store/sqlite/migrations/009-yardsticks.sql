-- The leg whose time the candidate's is compared with, legacy or control: the one that was asked in the same way. NULL: not timed.
ALTER TABLE pair ADD COLUMN yardstick TEXT;
ALTER TABLE settled ADD COLUMN yardstick TEXT;
ALTER TABLE settled ADD COLUMN control_first_ms REAL;
ALTER TABLE settled ADD COLUMN control_ms REAL;

-- What was recorded before: a tap on one side only makes two times unlike.
UPDATE pair SET yardstick = (
  SELECT CASE WHEN c.from_cache THEN NULL
              WHEN y.pair_id IS NOT NULL AND y.failure IS NULL AND NOT y.from_cache AND (y.attribution = 'none') = (c.attribution = 'none') THEN 'control'
              WHEN NOT l.from_cache AND (l.attribution = 'none') = (c.attribution = 'none') THEN 'legacy' END
  FROM exchange c JOIN exchange l ON l.pair_id = c.pair_id AND l.leg = 'legacy'
  LEFT JOIN exchange y ON y.pair_id = c.pair_id AND y.leg = 'control'
  WHERE c.pair_id = pair.id AND c.leg = 'candidate');
UPDATE settled SET yardstick = 'legacy' WHERE from_cache = 0 AND NOT EXISTS (
  SELECT 1 FROM run, json_each(run.config, '$.candidate.lanes') lane
  WHERE run.id = settled.run_id AND lane.value ->> '$.tap' IS NOT NULL);

-- Every timed request: the candidate's time, its yardstick's, and what the user's own answer took; live_ms is NULL for an answer out of an HTTP cache.
CREATE VIEW timed AS
SELECT p.run_id, p.route_id, p.id AS pair_id, NULL AS settled_id, p.received_at, p.target, p.client, p.yardstick,
       coalesce(y.first_byte_ms, y.total_ms) AS yardstick_first_ms, y.total_ms AS yardstick_ms,
       coalesce(c.first_byte_ms, c.total_ms) AS candidate_first_ms, c.total_ms AS candidate_ms,
       CASE WHEN l.from_cache THEN NULL ELSE coalesce(l.first_byte_ms, l.total_ms) END AS live_first_ms,
       CASE WHEN l.from_cache THEN NULL ELSE l.total_ms END AS live_ms
FROM pair p
JOIN exchange y ON y.pair_id = p.id AND y.leg = p.yardstick
JOIN exchange c ON c.pair_id = p.id AND c.leg = 'candidate'
JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy'
WHERE p.verdict <> 'incomparable'
UNION ALL
SELECT run_id, route_id, NULL, id, received_at, target, client, yardstick,
       iif(yardstick = 'control', control_first_ms, legacy_first_ms), iif(yardstick = 'control', control_ms, legacy_ms),
       candidate_first_ms, candidate_ms,
       iif(from_cache & 1, NULL, legacy_first_ms), iif(from_cache & 1, NULL, legacy_ms)
FROM settled WHERE yardstick IS NOT NULL;
