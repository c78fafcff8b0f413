-- The next people whose story ended before a time with every client that has them, locked in the order of their ids. Kept is whom a sync has, or had since: the
-- next export would bring their data again. So is who stands in a plan that is not carried out yet, and for whom a call is made.
-- $1 before when, $2 the last invite seen, $3 how many
SELECT i.id, i.auth_type AS "authType", i.identifier
  FROM invite i
 WHERE i.id > $2 AND i.forgotten_at IS NULL
   AND i.state IN ('activated', 'expired', 'cancelled', 'failed') AND i.state_at < $1
   -- Whoever is forgotten is called by no client.
   AND NOT EXISTS (SELECT FROM invite o
                    WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type
                      AND (o.state NOT IN ('activated', 'expired', 'cancelled', 'failed') OR o.state_at >= $1))
   AND NOT EXISTS (SELECT FROM sync_person p WHERE p.invite_id = i.id AND (p.left_at IS NULL OR p.left_at >= $1))
   AND NOT EXISTS (SELECT FROM attempt a WHERE a.invite_id = i.id AND a.ended_at IS NULL)
   AND NOT EXISTS (SELECT FROM sync_run r JOIN sync_row x ON x.run_id = r.id
                    WHERE r.state IN ('running', 'held') AND x.identifier = i.identifier)
   AND NOT EXISTS (SELECT FROM sync_run r JOIN sync_change c ON c.run_id = r.id
                    WHERE r.state IN ('running', 'held') AND c.invite_id = i.id)
 ORDER BY i.id LIMIT $3
   FOR UPDATE OF i
