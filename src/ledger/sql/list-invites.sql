-- $1 the last id seen, $2 how many, $3 states, or null, $4 client, or null
WITH page AS (
  (SELECT id FROM invite WHERE $3::text[] IS NULL AND id > $1 AND ($4::integer IS NULL OR client_id = $4) ORDER BY id LIMIT $2)
  UNION ALL
  -- As many of each client and state, by index invite_listed: the next few of one state may have any number of others before them.
  (SELECT one.id
     FROM client c
    CROSS JOIN unnest($3::text[]) AS wanted (state)
    CROSS JOIN LATERAL (SELECT id FROM invite
                         WHERE client_id = c.id AND state || '' = wanted.state AND id + 0 > $1 ORDER BY id + 0 LIMIT $2) AS one
    WHERE $4::integer IS NULL OR c.id = $4
    ORDER BY one.id LIMIT $2)
)
SELECT i.id, i.batch_id AS batch, i.line, i.identifier, i.state, i.uuid, i.code, i.message, i.tries AS attempts,
       i.invited_at AS "invitedAt", i.activated_at AS "activatedAt", i.activated_by AS "activatedBy",
       i.resends, i.last_message_at AS "lastMessageAt", i.next_step AS "nextStep", i.next_at AS "nextAt"
  FROM invite i
 -- By their ids: a join, planned for any number of them, reads everybody.
 WHERE i.id = ANY (ARRAY(SELECT id FROM page))
 ORDER BY i.id
