-- $1 syncs, $2 digests as they are, $3 digests of the cells
UPDATE sync_refused f SET digest = w.digest
  FROM unnest($1::integer[], $2::uuid[], $3::uuid[]) AS w (sync_id, before, digest)
 WHERE f.sync_id = w.sync_id AND f.digest = w.before
