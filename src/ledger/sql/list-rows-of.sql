-- The rows of rosters that have a person, oldest first.
-- $1 invite
SELECT b.started_at AS at, b.id AS batch, b.source, r.line, r.status
  FROM roster_row r JOIN batch b ON b.id = r.batch_id
 WHERE r.invite_id = $1
 ORDER BY b.id, r.line
