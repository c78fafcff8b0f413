-- Ends the runs of a sync whose process is gone. Whatever they did stays right: a run repeated does nothing twice. The lock waits for
-- a transaction of a run that has gone silent, and then sees whether it still is.
-- $1 sync, $2 ms after which a silent run is dead
WITH dead AS (
  SELECT id FROM sync_run
   WHERE sync_id = $1 AND state = 'running' AND seen_at < now() - $2::float8 * interval '1 millisecond'
     FOR UPDATE
)
UPDATE sync_run r
   SET state = 'failed', ended_at = now(), code = 'sync.process_ended',
       message = 'The process of the run ended before the run did. The next run makes up for it.'
  FROM dead WHERE r.id = dead.id
