-- $1 run
SELECT batch_id AS "batchId" FROM sync_run WHERE id = $1
