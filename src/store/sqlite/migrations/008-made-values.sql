-- Ids of the records that a leg made for the session of a replay: JSON list of { key, value }; NULL for none.
ALTER TABLE exchange ADD COLUMN made TEXT;
