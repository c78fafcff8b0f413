-- Makes the client known, and takes over what the configuration says of its limit; null keeps what the ledger has.
-- $1 name, $2 auth type, $3 calls, $4 per ms, $5 burst, $6 capacity, $7–$10 the same for a new client
INSERT INTO client AS c (name, auth_type, rate_calls, rate_per_ms, burst, capacity)
VALUES ($1, $2, coalesce($3::float8, $7), coalesce($4::float8, $8), coalesce($5::integer, $9), coalesce($6::float8, $10))
ON CONFLICT (name) DO UPDATE
   SET auth_type = $2,
       rate_calls = coalesce($3, c.rate_calls), rate_per_ms = coalesce($4, c.rate_per_ms),
       burst = coalesce($5, c.burst), capacity = coalesce($6, c.capacity)
RETURNING id
