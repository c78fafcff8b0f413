-- Gives a claimed update back whose call was never sent; the call leaves no trace.
-- $1 attempt, $2 invite
WITH gone AS (
  DELETE FROM attempt WHERE id = $1 AND ended_at IS NULL
)
UPDATE user_update SET due_at = ledger_now(), tries = tries - 1 WHERE invite_id = $2 AND due_at IS NOT NULL
