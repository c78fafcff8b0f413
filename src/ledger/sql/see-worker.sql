-- $1 worker
INSERT INTO worker (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()
