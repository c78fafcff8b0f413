-- Takes data over that differ in nothing that Next Identity can be told, as a locale alone; no call was made, and none is left on
-- record. Those that came meanwhile are due at once.
-- $1 attempt, $2 invite, $3 profile (json), $4 locale
WITH gone AS (
  DELETE FROM attempt WHERE id = $1 AND ended_at IS NULL
), kept AS (
  DELETE FROM user_update WHERE invite_id = $2 AND (profile, locale) IS NOT DISTINCT FROM ($3::jsonb, $4)
), others AS (
  UPDATE user_update SET due_at = ledger_now(), tries = 0
   WHERE invite_id = $2 AND (profile, locale) IS DISTINCT FROM ($3::jsonb, $4)
)
UPDATE invite SET profile = $3::jsonb, locale = $4 WHERE id = $2
