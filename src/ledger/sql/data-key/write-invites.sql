-- $1 invites, $2 identifiers, $3 employee numbers, $4 profiles (json), $5 messages
UPDATE invite i SET identifier = w.identifier, employee_number = w.employee_number, profile = w.profile::jsonb,
                    message = w.message
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) AS w (id, identifier, employee_number, profile, message)
 WHERE i.id = w.id
