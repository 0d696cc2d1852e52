-- Who writes a run, and when it last said so: a run that is being written is not purged. Its row goes when the run ends.
CREATE TABLE lease (
  run_id     TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  machine    TEXT NOT NULL,         -- where its pid means something: host name and, on Linux, the namespace of pids
  pid        INTEGER NOT NULL,
  born       TEXT NOT NULL,         -- tells a process from a later one of the same pid; empty where the system does not say
  renewed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
