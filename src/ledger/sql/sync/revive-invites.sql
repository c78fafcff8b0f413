-- Somebody who had been invited before a sync cancelled them is so again: starting over would be a second first invitation. Who
-- was away for up to a week goes on by the policy, which does not count that time. Who was away for longer, given up or not, gets
-- one message as by `rollcall resend`, and what is left of the policy counts from now. Who was cancelled by an operator stays so.
-- Half a day is given, as the runs of two nights are never quite a day apart.
-- $1 run, $2 client, $3 auth type, $4 lines
WITH named AS MATERIALIZED (
  SELECT now.id, CASE WHEN now.state = 'cancelled' THEN now.state_at ELSE p.left_at END AS away_from
    FROM sync_row r
    LEFT JOIN sync_person p ON p.id = r.person_id
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each row, however the tables were when it was planned.
     SELECT id, state, state_at FROM invite
      WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) now
   WHERE r.run_id = $1 AND r.line = ANY ($4::integer[]) AND r.kind IN ('joiner', 'moved', 'returned')
), held AS (
  SELECT i.id, n.away_from, i.state = 'cancelled' AND i.invited_at IS NULL AS is_new,
         n.away_from < ledger_now() - interval '7 days 12 hours' AS is_long
    FROM named n JOIN invite i ON i.id = n.id
   WHERE cancelled_by_sync(i) OR i.state = 'expired' AND n.away_from < ledger_now() - interval '7 days 12 hours'
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
)
UPDATE invite i
   SET state = CASE WHEN held.is_new THEN 'pending' ELSE 'invited' END, state_at = ledger_now(),
       due_at = CASE WHEN held.is_new THEN ledger_now() END, tries = CASE WHEN held.is_new THEN 0 ELSE i.tries END,
       reinvited_at = CASE WHEN held.is_new THEN i.reinvited_at
                           WHEN held.is_long THEN ledger_now()
                           ELSE coalesce(i.reinvited_at, i.invited_at) + (ledger_now() - held.away_from) END,
       by_hand_at = CASE WHEN NOT held.is_new AND held.is_long THEN ledger_now() END, by_hand_ignores = '{}',
       code = NULL, message = NULL, next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL
  FROM held WHERE i.id = held.id
