-- A pair is found by the id of its request, which reports name.
CREATE INDEX pair_request ON pair (run_id, request_id);
