-- Ends the runs of a sync whose process is gone. Whatever they did stays right: a run repeated does nothing twice.
-- $1 sync, $2 ms after which a silent run is dead
UPDATE sync_run
   SET state = 'failed', ended_at = now(), code = 'sync.process_ended',
       message = 'The process of the run ended before the run did. The next run makes up for it.'
 WHERE sync_id = $1 AND state = 'running' AND seen_at < now() - $2::float8 * interval '1 millisecond'
