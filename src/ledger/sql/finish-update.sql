-- Records the end of the call, and that the person is known to Next Identity by these data. Those that came meanwhile are due
-- at once.
-- $1 attempt, $2 invite, $3 profile (json), $4 locale, as they were sent
WITH ended AS (
  UPDATE attempt SET ended_at = now(), http_status = 200, outcome = 'updated' WHERE id = $1
), told AS (
  DELETE FROM user_update WHERE invite_id = $2 AND (profile, locale) IS NOT DISTINCT FROM ($3::jsonb, $4)
), others AS (
  UPDATE user_update SET due_at = ledger_now(), tries = 0
   WHERE invite_id = $2 AND (profile, locale) IS DISTINCT FROM ($3::jsonb, $4)
)
UPDATE invite SET profile = $3::jsonb, locale = $4 WHERE id = $2
