-- Staged rows are needed no more once a run has ended or another one has begun, but for those of a plan that is held. By the
-- numbers of the runs: a join would read what earlier nights left in the table, too.
-- $1 sync
DELETE FROM sync_row
 WHERE run_id = ANY (ARRAY(SELECT s.id FROM sync_run s
                            WHERE s.sync_id = $1 AND s.state NOT IN ('running', 'held')
                              AND EXISTS (SELECT FROM sync_row r WHERE r.run_id = s.id)))
