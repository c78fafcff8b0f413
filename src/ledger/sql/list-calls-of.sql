-- The calls made for an invite, oldest first.
-- $1 invite
SELECT started_at AS at, ended_at AS "endedAt", kind AS call, slot, by_hand AS "byHand", http_status AS "httpStatus", outcome, code
  FROM attempt WHERE invite_id = $1
 ORDER BY id
