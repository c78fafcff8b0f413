-- $1 batch
UPDATE batch SET finished_at = now() WHERE id = $1
