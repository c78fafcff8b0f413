-- People for whom something is still to be done without anybody's help: now, or after a pause between two calls. Who is held
-- until a later hour is not among them.
-- $1 batch, or null, $2 clients
SELECT count(*) AS open FROM invite i
 WHERE i.client_id = ANY ($2::integer[]) AND i.state IN ('pending', 'queued', 'sending', 'unknown') 
   AND i.due_at <= ledger_now() + interval '10 minutes'
   AND ($1::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $1))
