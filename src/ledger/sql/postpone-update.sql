-- Records the end of a call that told Next Identity nothing, and when the next one is due.
-- $1 attempt, $2 invite, $3 HTTP status, $4 outcome, $5 code, $6 ms until the next call (null: none by itself)
WITH ended AS (
  UPDATE attempt SET ended_at = now(), http_status = $3, outcome = $4, code = $5 WHERE id = $1
)
UPDATE user_update SET due_at = ledger_now() + $6::float8 * interval '1 millisecond', code = $5 WHERE invite_id = $2
