-- $1 run, $2 the last change seen, $3 how many
SELECT id, kind, line, invite_id AS "inviteId", before, after, result FROM sync_change
 WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3
