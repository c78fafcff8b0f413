-- What a purge would remove, and whom it would keep. Somebody whom another client has counts as that client's story does, where
-- it goes on longer.
-- $1 before when
WITH person AS (
  SELECT i.state IN ('activated', 'expired', 'cancelled', 'failed')
           AND NOT EXISTS (SELECT FROM invite o
                            WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type
                              AND o.state NOT IN ('activated', 'expired', 'cancelled', 'failed')) AS has_ended,
         NOT EXISTS (SELECT FROM invite o
                      WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type AND o.state_at >= $1) AS is_old,
         EXISTS (SELECT FROM sync_person p WHERE p.invite_id = i.id AND (p.left_at IS NULL OR p.left_at >= $1)) AS is_synced,
         EXISTS (SELECT FROM attempt a WHERE a.invite_id = i.id AND a.ended_at IS NULL)
           OR EXISTS (SELECT FROM sync_run r JOIN sync_row x ON x.run_id = r.id
                       WHERE r.state IN ('running', 'held') AND x.identifier = i.identifier)
           OR EXISTS (SELECT FROM sync_run r JOIN sync_change c ON c.run_id = r.id
                       WHERE r.state IN ('running', 'held') AND c.invite_id = i.id) AS is_under_way
    FROM invite i WHERE i.forgotten_at IS NULL
)
SELECT count(*) FILTER (WHERE has_ended AND is_old AND NOT is_synced AND NOT is_under_way) AS people,
       (SELECT count(*) FROM batch b JOIN roster_row r ON r.batch_id = b.id
         WHERE coalesce(b.finished_at, b.started_at) < $1 AND b.rejected > 0 AND r.status = 'rejected'
           AND r.cells::text <> blank_cells(r.cells)::text) AS "refusedRows",
       (SELECT count(*) FROM sync_run r JOIN sync_change c ON c.run_id = r.id
         WHERE r.ended_at < $1 AND coalesce(c.after->>'identifier', c.before->>'identifier') <> 'forgotten') AS changes,
       count(*) FILTER (WHERE NOT has_ended) AS open,
       count(*) FILTER (WHERE has_ended AND NOT is_old) AS recent,
       count(*) FILTER (WHERE has_ended AND is_old AND is_synced) AS synced,
       count(*) FILTER (WHERE has_ended AND is_old AND NOT is_synced AND is_under_way) AS "underWay"
  FROM person
