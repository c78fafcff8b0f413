-- Waits for the sets of rows that are being taken in, and lets no other begin: an import would bring back what is removed here,
-- and not meet the people it has just seen. Before any other lock; the counterpart is lock-forgetting-out.
SELECT pg_advisory_xact_lock(7265668)
