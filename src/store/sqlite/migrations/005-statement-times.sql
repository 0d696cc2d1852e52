-- Milliseconds since the first statement of the same leg was sent; NULL in what was recorded before.
ALTER TABLE statement ADD COLUMN started_ms REAL;
