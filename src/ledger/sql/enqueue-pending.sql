-- Marks the next pending invites of a client as queued, oldest first. Two processes take different ones.
-- $1 client, $2 how many
WITH next AS (
  SELECT id FROM invite
   WHERE client_id = $1 AND state = 'pending' AND due_at <= ledger_now()
   ORDER BY due_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE invite SET state = 'queued', state_at = ledger_now() FROM next WHERE invite.id = next.id
RETURNING invite.id
