-- The events about the person of an invite that its client's tenant sent, oldest first.
-- $1 invite
SELECT e.received_at AS at, e.type, e.issued_at AS "issuedAt", e.outcome
  FROM invite i JOIN event e ON e.client_id = i.client_id AND e.sub = i.uuid
 WHERE i.id = $1
 ORDER BY e.id
