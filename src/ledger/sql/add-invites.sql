-- Makes an invite of everybody who is not there yet. Ids follow the roster, since people are called in the order of their
-- ids; the rows go in sorted, so that two imports at once wait for each other in the same order rather than for ever.
-- $1 client, $2 auth type, $3 batch, $4 lines, $5 identifiers (null: rejected), $6 profiles (json), $7 locales,
-- $8 employee numbers, $9 time zones
WITH person AS (
  SELECT *
    FROM unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         AS person (line, identifier, profile, locale, employee, time_zone)
   WHERE identifier IS NOT NULL
), numbered AS (
  -- The sequence is looked up once, not for each row.
  SELECT nextval((SELECT pg_get_serial_sequence('invite', 'id'))) AS id, first.*
    FROM (SELECT * FROM (SELECT DISTINCT ON (identifier) * FROM person ORDER BY identifier, line) AS unsorted
           ORDER BY line) AS first
), start AS (
  -- The clock is read once, not for each row.
  SELECT ledger_now() AS now, coalesce(not_before, ledger_now()) AS due FROM batch WHERE id = $3
)
INSERT INTO invite (id, client_id, auth_type, batch_id, line, identifier, profile, locale, employee_number,
                    time_zone, state_at, due_at)
OVERRIDING SYSTEM VALUE
SELECT id, $1, $2, $3, line, identifier, profile::jsonb, locale, employee, time_zone, start.now, start.due
  FROM numbered, start
 ORDER BY identifier
ON CONFLICT (client_id, auth_type, identifier) DO NOTHING
