-- Keeps an event, unless it was seen before.
-- $1 client, $2 jti, $3 type, $4 user (uuid, or null), $5 when it happened
INSERT INTO event (client_id, jti, type, sub, issued_at, received_at) VALUES ($1, $2, $3, $4, $5, ledger_now())
ON CONFLICT (client_id, jti) DO NOTHING
RETURNING id
