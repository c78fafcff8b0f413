-- Staged rows are needed no more once another run has begun, but for those of a plan that is held.
-- $1 sync
DELETE FROM sync_row r USING sync_run s WHERE s.id = r.run_id AND s.sync_id = $1 AND s.state NOT IN ('running', 'held')
