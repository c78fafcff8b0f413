-- In a transaction, whoever takes the run for dead waits for the end of it, while its signs of life do not.
-- $1 run
SELECT id FROM sync_run WHERE id = $1 AND state = 'running' FOR KEY SHARE
