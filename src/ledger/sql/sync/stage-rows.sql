-- None, where the run was ended meanwhile and its rows have been forgotten: nobody would clear these away. Locked, so that it is
-- not just being ended.
-- $1 run, $2 lines, $3 employee numbers, $4 identifiers, $5 profiles (json; null: refused), $6 locales, $7 time zones,
-- $8 cells (json), $9 problems (json), $10 digests of the cells
WITH alive AS MATERIALIZED (
  SELECT id FROM sync_run WHERE id = $1 AND is_staged FOR NO KEY UPDATE
)
INSERT INTO sync_row (run_id, line, employee_number, identifier, profile, locale, time_zone, cells, problems, digest, kind)
SELECT alive.id, line, employee_number, identifier, profile::jsonb, locale, time_zone, cells::json, problems::json,
       digest, CASE WHEN problems IS NOT NULL THEN 'refused' END
  FROM alive,
       unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[])
         AS r (line, employee_number, identifier, profile, locale, time_zone, cells, problems, digest)
