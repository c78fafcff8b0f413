-- $1 events, $2 what came of each
UPDATE event e SET handled_at = ledger_now(), outcome = closed.outcome
  FROM unnest($1::bigint[], $2::text[]) AS closed (id, outcome)
 WHERE e.id = closed.id
