-- $1 the last change seen, $2 how many
SELECT id, before, after FROM sync_change WHERE id > $1 ORDER BY id LIMIT $2
