-- $1 where they stand, $2 identifiers, $3 reasons
UPDATE suppression s SET identifier = w.identifier, reason = w.reason
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w (place, identifier, reason)
 WHERE s.ctid = w.place::tid
