-- $1 name, or null for all
SELECT s.id, s.name, s.client_id AS "clientId", c.name AS client, s.settings, s.paused_at AS "pausedAt",
       s.last_due_at AS "lastDueAt", s.created_at AS "createdAt"
  FROM sync s JOIN client c ON c.id = s.client_id
 WHERE $1::text IS NULL OR s.name = $1
 ORDER BY s.name
