-- The run of a plan that is only looked at: the transaction that makes it is rolled back.
-- $1 sync
INSERT INTO sync_run (sync_id, trigger, state, ended_at) VALUES ($1, 'hand', 'skipped', now()) RETURNING id
