-- $1 sync, $2 due time
UPDATE sync SET last_due_at = greatest(last_due_at, $2) WHERE id = $1
