-- The new people of rows that were taken in.
-- The limit makes it one look-up for each row; a plain join, planned while the tables are small, reads all for each.
-- $1 run, $2 sync, $3 client, $4 auth type, $5 lines
INSERT INTO sync_person (sync_id, employee_number, identifier, profile, locale, time_zone, invite_id)
SELECT $2, r.employee_number, r.identifier, r.profile, r.locale, r.time_zone, i.id
  FROM sync_row r
 CROSS JOIN LATERAL (
   SELECT id FROM invite WHERE client_id = $3 AND auth_type = $4 AND identifier = r.identifier LIMIT 1
 ) i
 WHERE r.run_id = $1 AND r.line = ANY ($5::integer[]) AND r.person_id IS NULL AND r.kind IN ('joiner', 'changed')
 ORDER BY r.line
