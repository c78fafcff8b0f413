-- The rows of a batch with what became of each person.
-- $1 batch, $2 the last line seen, $3 how many
SELECT r.line, r.cells, r.status, r.repeats, r.problems, r.mended_by AS "mendedBy",
       i.id, i.identifier, i.state, i.uuid, i.code, i.message,
       i.tries AS attempts, i.invited_at AS "invitedAt", i.batch_id AS "firstBatch", i.line AS "firstLine",
       i.activated_at AS "activatedAt", i.activated_by AS "activatedBy",
       i.resends, i.last_message_at AS "lastMessageAt", i.next_step AS "nextStep", i.next_at AS "nextAt"
  FROM roster_row r LEFT JOIN invite i ON i.id = r.invite_id
 WHERE r.batch_id = $1 AND r.line > $2
 ORDER BY r.line LIMIT $3
