-- Until the transaction ends. Not a lock on the table: a vacuum of it would be waited for.
SELECT pg_advisory_xact_lock(7265668)
