-- What changed an invite without a call, oldest first.
-- $1 invite
SELECT at, from_state AS "from", to_state AS "to", code FROM invite_history WHERE invite_id = $1 ORDER BY at
