-- Why people cannot be forgotten now: a call for one of them, or a run of a sync whose plan has them. No row: nothing is in the way.
-- $1 invites, $2 identifiers
SELECT 'call' AS kind, NULL::text AS sync, NULL::bigint AS run
  FROM invite i
 WHERE i.id = ANY ($1::bigint[])
   AND (i.state = 'sending' OR EXISTS (SELECT FROM attempt a WHERE a.invite_id = i.id AND a.ended_at IS NULL))
UNION ALL
SELECT r.state, s.name, r.id
  FROM sync_run r JOIN sync s ON s.id = r.sync_id
 WHERE r.state IN ('running', 'held')
   AND (EXISTS (SELECT FROM sync_row x WHERE x.run_id = r.id AND x.identifier = ANY ($2::text[]))
        OR EXISTS (SELECT FROM sync_change c
                    WHERE c.run_id = r.id
                      AND (c.invite_id = ANY ($1::bigint[]) OR c.before->>'identifier' = ANY ($2::text[])
                           OR c.after->>'identifier' = ANY ($2::text[]))))
 LIMIT 1
