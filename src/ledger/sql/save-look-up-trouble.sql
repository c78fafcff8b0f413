-- Notes why nobody can be looked up, and since when; or that it works (again).
-- $1 client, $2 code, or null: it works, $3 message
UPDATE client
   SET look_up_failed_at = CASE WHEN $2::text IS NOT NULL THEN coalesce(look_up_failed_at, ledger_now()) END,
       look_up_tried_at = CASE WHEN $2::text IS NOT NULL THEN ledger_now() END, look_up_code = $2, look_up_message = $3
 WHERE id = $1 AND ($2::text IS NOT NULL OR look_up_failed_at IS NOT NULL)
