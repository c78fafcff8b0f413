-- $1 sync
DELETE FROM sync WHERE id = $1
