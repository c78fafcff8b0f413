-- Puts off the call for somebody who has a job.
-- $1 invite, $2 until when
UPDATE invite SET due_at = $2 WHERE id = $1 AND state IN ('queued', 'unknown') AND due_at IS NOT NULL
