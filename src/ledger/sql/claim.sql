-- Takes invites for one call each and records the calls, in one step: of several workers one gets the row. Somebody who is
-- suppressed is cancelled instead; where a sync suppressed them for having left, so that a sync has them called when they are back. So
-- is who was forgotten while their row was being taken in, and the sweep removes what came in of them.
-- Locked in the order of the ids, as by whatever else takes several people, so that none waits for another for ever.
-- $1 invites, $2 kinds of call, $3 workers (an entry of each for a claim), $4 ms that the caller's clock may be ahead
-- Returns the claims that were granted; `n` is the entry's place, from 1.
WITH known AS MATERIALIZED (
  -- Once, not for each person: a function with a query of its own takes as long as all the rest.
  SELECT ledger_now() AS now, forget_key, pg_get_serial_sequence('attempt', 'id')::regclass AS ids FROM ledger
), asked AS (
  -- Looked at this way, so that the lists' lengths are not planned for: a plan for each length would be made anew each time, and
  -- that takes longer than the claim.
  SELECT DISTINCT ON (id) * FROM unnest((SELECT $1::bigint[]), (SELECT $2::text[]), (SELECT $3::text[])) WITH ORDINALITY AS a (id, kind, worker, n)
   ORDER BY id, n
), held AS MATERIALIZED (
  SELECT i.id, i.auth_type, i.identifier, asked.kind, asked.worker, asked.n
    FROM invite i JOIN asked USING (id)
   WHERE i.state IN ('queued', 'unknown')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), judged AS MATERIALIZED (
  SELECT held.*, known.now, known.ids, s.for_leaving, s.auth_type IS NOT NULL AS is_suppressed,
         EXISTS (SELECT FROM forgotten f
                  WHERE f.name = forgotten_name(known.forget_key, held.auth_type, held.identifier)) AS is_forgotten
    FROM held CROSS JOIN known
    LEFT JOIN suppression s ON s.auth_type = held.auth_type AND s.identifier = held.identifier
), barred AS (
  UPDATE invite i
     SET state = 'cancelled', state_at = j.now, due_at = NULL,
         message = CASE WHEN NOT j.is_forgotten THEN 'The address or number is suppressed.' END,
         code = CASE WHEN j.is_forgotten THEN 'forgotten' WHEN j.for_leaving THEN 'left' ELSE 'suppressed' END
    FROM judged j
   WHERE i.id = j.id AND (j.is_suppressed OR j.is_forgotten)
), taken AS (
  UPDATE invite i
     SET state = 'sending', state_at = j.now, tries = i.tries + 1, attempt_id = nextval(j.ids)
    FROM judged j, client c
   WHERE i.id = j.id AND NOT j.is_suppressed AND NOT j.is_forgotten AND i.due_at <= j.now + $4 * interval '1 millisecond'
     AND c.id = i.client_id AND c.paused_at IS NULL
  RETURNING i.*, j.kind, j.worker, j.n
), recorded AS (
  INSERT INTO attempt (id, invite_id, client_id, kind, worker)
  SELECT attempt_id, id, client_id, kind, worker FROM taken
)
SELECT n, id AS "inviteId", attempt_id AS "attemptId", auth_type AS "authType", profile, locale, tries,
       may_have_arrived AS "mayHaveArrived"
  FROM taken
