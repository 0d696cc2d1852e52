-- Hashes over a statement's rows (ordered, unordered) and its character set: a pair that is judged again knows whether the servers agreed.
ALTER TABLE statement ADD COLUMN rows_hash TEXT;
