-- $1 people, $2 identifiers, $3 employee numbers, $4 profiles (json)
UPDATE sync_person p SET identifier = w.identifier, employee_number = w.employee_number, profile = w.profile::jsonb
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS w (id, identifier, employee_number, profile)
 WHERE p.id = w.id
