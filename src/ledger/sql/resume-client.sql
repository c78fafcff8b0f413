-- $1 client
UPDATE client SET paused_at = NULL, paused_code = NULL, paused_message = NULL WHERE id = $1
