-- All at once: the digest by which they could be paged through is what changes.
SELECT sync_id AS sync, digest FROM sync_refused
