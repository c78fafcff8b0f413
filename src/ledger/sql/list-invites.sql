-- $1 the last id seen, $2 how many, $3 states, or null, $4 client, or null
SELECT i.id, i.batch_id AS batch, i.line, i.identifier, i.state, i.uuid, i.code, i.message, i.tries AS attempts,
       i.invited_at AS "invitedAt", i.activated_at AS "activatedAt", i.activated_by AS "activatedBy",
       i.resends, i.last_message_at AS "lastMessageAt", i.next_step AS "nextStep", i.next_at AS "nextAt"
  FROM invite i
 WHERE i.id > $1 AND ($3::text[] IS NULL OR i.state = ANY ($3)) AND ($4::integer IS NULL OR i.client_id = $4)
 ORDER BY i.id LIMIT $2
