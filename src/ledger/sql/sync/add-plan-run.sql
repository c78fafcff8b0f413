-- The run of a plan that is only looked at: the transaction that makes it is rolled back. Its number is none of the runs'
-- sequence, which would be used up by it; no two connections have the same.
-- $1 sync
INSERT INTO sync_run (id, sync_id, trigger, state, ended_at, is_staged) OVERRIDING SYSTEM VALUE
VALUES (-pg_backend_pid(), $1, 'hand', 'skipped', now(), true)
RETURNING id
