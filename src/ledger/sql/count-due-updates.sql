-- What Next Identity is to be told now of people who have changed, or is being told.
-- $1 clients
SELECT (
    SELECT count(*) FROM user_update u JOIN invite i ON i.id = u.invite_id
     WHERE u.client_id = ANY ($1::integer[]) AND u.due_at <= ledger_now() AND i.state = 'invited' AND i.uuid IS NOT NULL
  ) + (
    SELECT count(*) FROM attempt WHERE client_id = ANY ($1::integer[]) AND ended_at IS NULL AND kind = 'update'
  ) AS due
