-- People whose changed data Next Identity is to be told of now, the longest due first.
-- $1 client, $2 how many
SELECT invite_id AS id FROM user_update WHERE client_id = $1 AND due_at <= ledger_now() ORDER BY due_at, invite_id LIMIT $2
