-- $1 runs, $2 lines, $3 employee numbers, $4 identifiers, $5 profiles (json), $6 cells (json), $7 digests of the cells, $8 problems (json)
UPDATE sync_row r
   SET employee_number = w.employee_number, identifier = w.identifier, profile = w.profile::jsonb, cells = w.cells::json,
       digest = w.digest, problems = w.problems::json
  FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[])
    AS w (run_id, line, employee_number, identifier, profile, cells, digest, problems)
 WHERE r.run_id = w.run_id AND r.line = w.line
