-- $1 worker, $2 its fixed paces by client
INSERT INTO worker (id, paces) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = now()
