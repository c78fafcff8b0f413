-- Judges who can be written to again by hand, has it done unless it is only asked, and counts people by verdict.
-- Client, batch, states and identifiers select; each may be null for any.
-- $1 client, $2 batch, $3 states, $4 ms since the invitation at least, $5 identifiers, $6 ms of cool-down (0: ignored),
-- $7 what the messages need not respect, $8 only asked, $9 people named for each verdict, $10 invites, or null for any
-- Whoever has changed since they were judged is `missed`, and counted under no verdict.
WITH judged AS (
  SELECT i.id, i.identifier, i.state, i.attempt_id,
         CASE WHEN i.state = 'activated' THEN 'activated'
              WHEN i.state = 'cancelled' THEN 'cancelled'
              WHEN i.state NOT IN ('invited', 'existing', 'expired') THEN 'not-invited'
              WHEN i.forgotten_at IS NOT NULL THEN 'suppressed'
              WHEN NOT 'suppression' = ANY ($7::text[])
                   AND EXISTS (SELECT FROM suppression s
                                WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier) THEN 'suppressed'
              WHEN i.by_hand_at IS NOT NULL
                   OR EXISTS (SELECT FROM attempt a WHERE a.id = i.attempt_id AND a.ended_at IS NULL) THEN 'under-way'
              WHEN EXISTS (SELECT FROM invite o
                            WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type
                              AND o.last_message_at > ledger_now() - $6::float8 * interval '1 millisecond')
                   THEN 'cool-down'
              ELSE 'ready' END AS verdict
    FROM invite i
   WHERE ($1::integer IS NULL OR i.client_id = $1)
     AND ($2::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $2))
     AND ($3::text[] IS NULL OR i.state = ANY ($3))
     AND ($4::float8 IS NULL OR coalesce(i.invited_at, i.state_at) <= ledger_now() - $4 * interval '1 millisecond')
     AND ($5::text[] IS NULL OR i.identifier = ANY ($5))
     AND ($10::bigint[] IS NULL OR i.id = ANY ($10))
), held AS (
  SELECT i.id FROM invite i JOIN judged j USING (id)
   WHERE NOT $8 AND j.verdict = 'ready' AND i.state = j.state AND i.by_hand_at IS NULL AND i.forgotten_at IS NULL
     -- Whose call has begun since they were judged is being written to.
     AND i.attempt_id IS NOT DISTINCT FROM j.attempt_id
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), asked AS (
  UPDATE invite i
     SET by_hand_at = ledger_now(), by_hand_ignores = $7,
         state = CASE WHEN i.state = 'expired' THEN 'invited' ELSE i.state END,
         state_at = CASE WHEN i.state = 'expired' THEN ledger_now() ELSE i.state_at END,
         reinvited_at = CASE WHEN i.state = 'expired' THEN ledger_now() ELSE i.reinvited_at END
    FROM held WHERE i.id = held.id
), met AS (
  -- A join: NOT IN would go through all that are held for each of half a million people.
  SELECT j.*, NOT $8 AND j.verdict = 'ready' AND h.id IS NULL AS is_missed FROM judged j LEFT JOIN held h USING (id)
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY verdict, is_missed ORDER BY id) AS nth FROM met
)
SELECT verdict, count(*) FILTER (WHERE NOT is_missed) AS people,
       coalesce(array_agg(identifier ORDER BY id) FILTER (WHERE NOT is_missed AND nth <= $9), '{}') AS first,
       array_agg(id) FILTER (WHERE is_missed) AS missed
  FROM numbered GROUP BY verdict ORDER BY verdict
