-- Stops a client; the first reason given stands.
-- $1 client, $2 code, $3 message
UPDATE client SET paused_at = now(), paused_code = $2, paused_message = $3
 WHERE id = $1 AND paused_at IS NULL
