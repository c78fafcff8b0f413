-- Nobody is forgotten while a set of rows is taken in: it would bring back what is being removed. Several imports may hold it.
SELECT pg_advisory_xact_lock_shared(7265668)
