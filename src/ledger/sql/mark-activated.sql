-- Records who has activated, and tells of each report what came of it, in the order of the reports. Invites are locked in the
-- order of their ids, so that two sets at once wait for each other rather than for ever.
-- $1 client, $2 how it was learnt, $3 uuids, $4 identifiers (of each report one of the two, the other null),
-- $5 when each activated (null: now), $6 states from which an invite may become activated
WITH report AS (
  SELECT * FROM unnest($3::uuid[], $4::text[], $5::timestamptz[]) WITH ORDINALITY AS r (uuid, identifier, at, n)
), named AS (
  SELECT r.*, i.id FROM report r JOIN invite i ON i.uuid = r.uuid AND i.client_id = $1
  UNION ALL
  SELECT r.*, i.id FROM report r JOIN invite i ON i.identifier = r.identifier AND i.client_id = $1
), locked AS (
  SELECT id, identifier, state FROM invite WHERE id IN (SELECT id FROM named) ORDER BY id FOR NO KEY UPDATE
), known AS (
  -- Whoever was forgotten while this waited for them has the identifier no more.
  SELECT n, at, id, state FROM named JOIN locked USING (id) WHERE named.identifier IS NULL OR named.identifier = locked.identifier
), first AS (
  SELECT id, state, min(n) AS n, min(at) AS at FROM known GROUP BY id, state
), marked AS (
  UPDATE invite i
     SET state = 'activated', state_at = ledger_now(), activated_at = coalesce(f.at, ledger_now()), activated_by = $2,
         next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL,
         code = NULL, message = NULL
    FROM first f
   WHERE i.id = f.id AND f.state = ANY ($6::text[])
  RETURNING i.id, f.n
)
SELECT CASE WHEN bool_or(m.n = r.n) THEN 'activated'
            WHEN bool_or(m.id IS NOT NULL OR k.state = 'activated') THEN 'already'
            WHEN bool_or(k.id IS NOT NULL) THEN 'not-invited'
            ELSE 'unknown' END AS result
  FROM report r
  LEFT JOIN known k USING (n)
  LEFT JOIN marked m ON m.id = k.id
 GROUP BY r.n ORDER BY r.n
