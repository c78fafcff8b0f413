-- Records the ends of calls and what they mean for their invites.
-- A late answer, of a call that was given up as lost, still counts where it says that the person has been invited. Of two answers
-- about one person at once that one counts, else the one to the later call, as if the other had come before it.
-- $1 attempts, $2 HTTP statuses, $3 outcomes, $4 new states, $5 uuids, $6 codes, $7 messages, $8 ms until due (null: not by
-- itself), $9 whether the call counts as a try. Planned once, as in `claim`.
WITH ended AS (
  UPDATE attempt a SET ended_at = now(), http_status = e.http_status, outcome = e.outcome, code = e.code
    FROM unnest((SELECT $1::bigint[]), (SELECT $2::smallint[]), (SELECT $3::text[]), (SELECT $4::text[]), (SELECT $5::uuid[]),
                (SELECT $6::text[]), (SELECT $7::text[]), (SELECT $8::float8[]), (SELECT $9::boolean[]))
      AS e (attempt_id, http_status, outcome, state, uuid, code, message, due_in_ms, is_try)
   WHERE a.id = e.attempt_id
  RETURNING a.invite_id, e.*
), counted AS (
  SELECT DISTINCT ON (invite_id) * FROM ended ORDER BY invite_id, state IN ('invited', 'existing') DESC, attempt_id DESC
), held AS MATERIALIZED (
  SELECT i.id, e.*, ledger.now
    FROM counted e JOIN invite i ON i.id = e.invite_id CROSS JOIN (SELECT ledger_now() AS now OFFSET 0) AS ledger
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
)
UPDATE invite i
   SET state = e.state, state_at = e.now, uuid = coalesce(e.uuid, i.uuid), code = e.code, message = e.message,
       due_at = e.now + e.due_in_ms * interval '1 millisecond',
       tries = CASE WHEN e.is_try THEN i.tries ELSE i.tries - 1 END,
       may_have_arrived = i.may_have_arrived OR e.state = 'unknown',
       invited_at = CASE WHEN e.state = 'invited' THEN e.now ELSE i.invited_at END,
       last_message_at = CASE WHEN e.state IN ('invited', 'unknown') THEN e.now ELSE i.last_message_at END
  FROM held e
 WHERE i.id = e.id
   AND (i.attempt_id = e.attempt_id AND i.state = 'sending'
        OR e.state IN ('invited', 'existing') AND i.state IN ('queued', 'sending', 'unknown'))
RETURNING i.id
