-- Makes an invite of everybody who is not there yet. Sorted, so that two imports at once wait for each other in the same
-- order rather than for ever.
-- $1 client, $2 auth type, $3 batch, $4 lines, $5 identifiers, $6 profiles, $7 locales, $8 employee numbers
INSERT INTO invite (client_id, auth_type, batch_id, line, identifier, profile, locale, employee_number)
SELECT $1, $2, $3, line, identifier, profile::jsonb, locale, employee
  FROM (SELECT DISTINCT ON (identifier) *
          FROM unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::text[])
               AS person (line, identifier, profile, locale, employee)
         ORDER BY identifier, line) AS first
ON CONFLICT (client_id, auth_type, identifier) DO NOTHING
